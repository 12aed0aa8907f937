import type { RunEvent } from '../../src/checks/watch.ts';
import type { CommandResult } from '../../src/ui/command.ts';
import type { Request, UiData } from '../../src/ui/data.ts';
import { decodeKeys, flush } from '../../src/ui/decode.ts';
import { frame, type Line } from '../../src/ui/frame.ts';
import type { Size } from '../../src/ui/layout.ts';
import { openUi } from '../../src/ui/open-ui.ts';
import { rowUnder } from '../../src/ui/panes.ts';
import { press, received, rested, started } from '../../src/ui/press.ts';
import { rowText } from '../../src/ui/rows.ts';
import { type Answer, type Effect, initialState, type State, type Step, topView } from '../../src/ui/state.ts';
import { UNICODE } from '../../src/ui/theme.ts';
import { answerOf, fixtureData } from './fixture-data.ts';
import { FakeKeyboard, FakeTerminal } from './terminal.ts';

/** Answers of the fixture, at once. */
export const answer = (request: Request): Answer => answerOf(request);

/** A state with its requests answered and its cursor at rest; what else was to be done is added to `done`. */
export function answered(step: Step, done: Effect[] = [], answers = answer): State {
  const state = inMotion(step, done, answers);
  return state.rest === undefined ? state : inMotion(rested(state), done, answers);
}

/** A state with its requests answered, as it is where the next key comes at once. */
export function inMotion(step: Step, done: Effect[] = [], answers = answer): State {
  let { state } = step;
  const waiting = [...step.effects];
  for (let effect = waiting.shift(); effect !== undefined; effect = waiting.shift()) {
    if (effect.kind === 'load') {
      const next = received(state, answers(effect.request));
      state = next.state;
      waiting.push(...next.effects);
    } else if (effect.kind !== 'rest') done.push(effect);
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

/** What the cursor of the focused pane is on. */
export function under(state: State): string {
  const view = topView(state);
  return rowText(rowUnder(state, view, view.focus)).trim();
}

/** The screens on the stack, the first one first. */
export function screens(state: State): readonly string[] {
  return state.views.map(({ place }) => place.screen);
}

/** The frame of a state as a person reads it. */
export function text(state: State): string {
  const line = (segments: Line) =>
    segments
      .map((part) => part.text)
      .join('')
      .trimEnd();
  return frame(state).map(line).join('\n');
}

/** News of a run that has just begun. */
export const EVENT: RunEvent = {
  messageId: 'patch@example.org',
  path: 'mm/khugepaged.c',
  function: 'drop_empty_table',
  property: 'SMMU-TABLE',
  world: 'sva-device',
  side: 'after',
  states: 0,
  seconds: 0,
  result: undefined,
};

/** Checks of which one side ended, one is under way, and one has not begun; they never end. */
function runsForEver(_: readonly string[], onEvents: (events: readonly RunEvent[]) => void): Promise<string> {
  const run = {
    messageId: 'patch@example.org',
    path: 'mm/khugepaged.c',
    function: 'drop_empty_table',
    property: 'SMMU-TABLE',
    world: 'sva-device',
  } as const;
  onEvents([
    { ...run, side: 'before', states: 1804, seconds: 0.21, result: 'holds' },
    { ...run, side: 'after', states: 412, seconds: 0.06, result: 'violated' },
    { ...run, property: 'SMMU-FREE', side: 'before', states: 12_288, seconds: 1.25, result: undefined },
  ]);
  return new Promise(() => undefined);
}

function printed(command: string): CommandResult {
  return { kind: 'output', command, text: 'NAME         SAYS\nSMMU-TABLE   no device walks a table that is freed' };
}

/** The whole program on a terminal in memory. */
export class Player {
  readonly terminal: FakeTerminal;
  readonly keyboard = new FakeKeyboard();
  readonly ended: ReturnType<typeof openUi>;
  /** What waits until no key came for a moment. */
  #waiting: (() => void) | undefined;

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
      check: runsForEver,
      commands: { complete: async () => ['--kind', '--person'], run: async (line) => printed(line) },
      wait: (_, then) => {
        this.#waiting = then;
        return () => {
          this.#waiting = undefined;
        };
      },
    });
  }

  /** Types keys, lets all answers come and the cursor rest, and gives the screen. */
  async type(keys: string): Promise<string> {
    await this.press(keys);
    return this.rest();
  }

  /** Types keys that others follow at once. */
  async press(keys: string): Promise<string> {
    await this.idle();
    this.keyboard.type(keys);
    await this.idle();
    return this.terminal.text();
  }

  /** Lets a moment pass without a key. */
  async rest(): Promise<string> {
    this.#waiting?.();
    this.#waiting = undefined;
    await this.idle();
    return this.terminal.text();
  }

  /** Data in memory answers with promises that are done: once Ink is loaded, a turn of the event loop is enough for each. */
  async idle(): Promise<void> {
    await import('../../src/ui/app.tsx');
    for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}
