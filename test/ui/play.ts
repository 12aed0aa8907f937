import type { UiData } from '../../src/ui/data.ts';
import { decodeKeys, flush } from '../../src/ui/decode.ts';
import type { Size } from '../../src/ui/layout.ts';
import { openUi } from '../../src/ui/open-ui.ts';
import { press, received, started } from '../../src/ui/press.ts';
import { type Answer, type Effect, initialState, type Request, type State, type Step } from '../../src/ui/state.ts';
import { UNICODE } from '../../src/ui/theme.ts';
import { fixtureData, PAGE, STEPS, THREADS } from './fixture.ts';
import { FakeKeyboard, FakeTerminal } from './terminal.ts';

/** Answers of the fixture, at once. */
export function answer(request: Request): Answer {
  switch (request.kind) {
    case 'threads':
      return { kind: 'threads', value: THREADS };
    case 'thread':
      return { ...request, value: PAGE.messages.some(({ messageId }) => messageId === request.id) ? PAGE : undefined };
    case 'claims':
      return { kind: 'claims', value: { items: PAGE.claims, isWhole: true } };
    case 'trace':
      return { ...request, value: STEPS };
    case 'search':
      return { ...request, value: [] };
  }
}

/** A state with its requests answered; what else was to be done is added to `done`. */
export function answered(step: Step, done: Effect[] = [], answers = answer): State {
  let { state } = step;
  const waiting = [...step.effects];
  for (let effect = waiting.shift(); effect !== undefined; effect = waiting.shift()) {
    if (effect.kind === 'load') {
      const next = received(state, answers(effect.request));
      state = next.state;
      waiting.push(...next.effects);
    } else done.push(effect);
  }
  return state;
}

export const SIZE: Size = { columns: 120, rows: 40 };

/** The state of the fixture after some keys, written as they are typed (`\r` is Enter, `\x1b` Esc). */
export function played(keys: string, done: Effect[] = [], size = SIZE): State {
  const start = answered(started(initialState(size, UNICODE)), done);
  const decoded = decodeKeys(keys);
  return [...decoded.keys, ...flush(decoded.rest)].reduce((state, key) => answered(press(state, key), done), start);
}

/** The whole program on a terminal in memory. */
export class Player {
  readonly terminal: FakeTerminal;
  readonly keyboard = new FakeKeyboard();
  readonly ended: ReturnType<typeof openUi>;

  constructor(
    columns: number,
    rows: number,
    options: { data?: UiData; thread?: string; env?: Record<string, string>; color?: boolean } = {},
  ) {
    this.terminal = new FakeTerminal(columns, rows);
    this.ended = openUi({
      data: options.data ?? fixtureData(),
      thread: options.thread,
      stdin: this.keyboard,
      stdout: this.terminal,
      env: { LANG: 'C.UTF-8', ...options.env },
      color: options.color ?? false,
    });
  }

  /** Types keys, lets all answers come, and gives the screen. */
  async type(keys: string): Promise<string> {
    await this.idle();
    this.keyboard.type(keys);
    await this.idle();
    return this.terminal.text();
  }

  /** Data in memory answers with promises that are done: once Ink is loaded, a turn of the event loop is enough for each. */
  async idle(): Promise<void> {
    await import('../../src/ui/app.tsx');
    for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}
