import type { Reply } from '../checks/reply.ts';
import type { RunEvent } from '../checks/watch.ts';
import { done, type Outcome, refused } from '../complaint.ts';
import type { Drawer } from './app.tsx';
import type { CommandResult, Commands } from './command.ts';
import type { NoteOn, Request, RequestKind, RequestOf, UiData } from './data.ts';
import type { Key } from './decode.ts';
import { frame, type Line } from './frame.ts';
import { noticed } from './go.ts';
import { keyReader } from './key-reader.ts';
import {
  answeredCommand,
  answeredCompletion,
  changed,
  checked,
  failedToLoad,
  press,
  received,
  resized,
  rested,
  started,
  told,
  written,
} from './press.ts';
import { Screen, type Terminal } from './screen.ts';
import { type Keyboard, takeTerminal } from './session.ts';
import { type Answer, type Effect, initialState, requestName, type State, type Step } from './state.ts';
import { openStoreData } from './store-data.ts';
import { glyphsFor } from './theme.ts';

/** How the interface is opened. */
export interface UiOptions {
  /** Path of a database, or where else the data comes from. */
  readonly data: string | UiData;
  /** Message-ID of a thread, or of any of its mails, to open on. */
  readonly thread?: string | undefined;
  readonly stdin: Keyboard;
  readonly stdout: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Runs `mmlore check` with some words, which keeps what it finds in the database, and tells of each run while it lasts.
   * Resolves with a line that says what came of it; rejects where it could not. Without it the key for checks says so.
   */
  readonly check?:
    | ((
        words: readonly string[],
        onEvents: (events: readonly RunEvent[]) => void,
        signal: AbortSignal,
      ) => Promise<string>)
    | undefined;
  /** What can be typed after `:`; without it only what the screens do themselves. */
  readonly commands?: Commands | undefined;
  /** False draws without colours, whatever else is set. */
  readonly color: boolean;
  /** Calls back after some milliseconds, unless what it gives is called before; without it by the clock. */
  readonly wait?: ((milliseconds: number, then: () => void) => () => void) | undefined;
}

/** The cursor rests when no key came for so long; a key held down comes again after 92 ms on the Linux console, and sooner elsewhere. */
const REST_MS = 100;
/** How often the database is asked whether it changed. */
const WATCH_MS = 2_000;

/**
 * Opens the terminal interface and resolves when it is left, with the terminal as it was before.
 *
 * @returns A complaint where the database cannot be opened or there is no terminal; rejects for a bug, with the terminal
 * given back first.
 */
export async function openUi(options: UiOptions): Promise<Outcome<undefined>> {
  if (options.stdin.setRawMode === undefined) {
    return refused({
      kind: 'input',
      message: 'the interface needs a terminal to read keys from',
      hint: 'Run `mmlore ui` in a terminal, or use `mmlore claims` and `mmlore show`, whose output can be piped.',
    });
  }
  const opened = typeof options.data === 'string' ? await openStoreData(options.data) : done(options.data);
  if (!opened.ok) return opened;
  try {
    await runUi(opened.value, options);
    return done(undefined);
  } finally {
    await opened.value.close();
  }
}

function runUi(data: UiData, options: UiOptions): Promise<void> {
  const screen = new Screen(options.stdout);
  const size = () => ({ columns: screen.columns, rows: screen.rows });
  let state: State = initialState(size(), glyphsFor(options.env), options.thread);

  return new Promise((resolve, reject) => {
    const session = takeTerminal(screen, options.stdin, options.stdout, {
      onKeys: keyReader(pressAll),
      onCrash: crash,
    });
    let drawer: Drawer = plainDrawer(screen);
    const watch = watchVersion(data, () => advance(changed));
    let isRunning: boolean = true;

    const end = (): void => {
      isRunning = false;
      clearInterval(watch);
      stopWaiting();
      stopper.abort();
      ending.abort();
      drawer.end();
      session.end();
    };
    /** What is done for each effect. */
    const deeds: { readonly [K in Effect['kind']]: (effect: Extract<Effect, { kind: K }>) => void } = {
      load: ({ request }) => load(request),
      quit: () => {
        end();
        resolve();
      },
      suspend: () => session.suspend(),
      repaint: () => screen.repaint(),
      rest: () => {
        stopWaiting();
        stopWaiting = (options.wait ?? waitByClock)(REST_MS, () => advance(rested));
      },
      check: ({ words }) => check(words),
      stop: () => stopper.abort(),
      command: ({ line }) => command(line),
      complete: ({ line }) => complete(line),
      copy: ({ text }) => session.copy(text),
      edit: ({ name, text }) => {
        state = noticed(state, `kept in ${session.edit(name, text)}`, 'good');
      },
      reply: (effect) => reply(effect.reply),
      note: ({ on, text }) => note(on, text),
      mark: ({ which, isRead }) => write(data.mark(which, isRead), undefined),
    };
    const perform = <K extends Effect['kind']>(effect: Extract<Effect, { kind: K }>): void => {
      const deed: (effect: Extract<Effect, { kind: K }>) => void = deeds[effect.kind as K];
      deed(effect);
    };
    let stopWaiting = (): void => undefined;
    let stopper = new AbortController();
    const ending = new AbortController();
    const check = (words: readonly string[]): void => {
      stopper = new AbortController();
      const { signal } = stopper;
      const run = options.check ?? (() => Promise.reject(new Error('checks cannot be run here; use `mmlore check`')));
      run(words, (events) => advance((now) => told(now, events)), signal).then(
        (says) => advance((now) => checked(now, says, true)),
        (error: unknown) => signal.aborted || advance((now) => checked(now, messageOf(error), false)),
      );
    };
    const command = (line: string): void => {
      const none: CommandResult = { kind: 'failed', says: `there is no command ${line} here` };
      const result = options.commands?.run(line, ending.signal) ?? Promise.resolve(none);
      result.then((came) => advance((now) => answeredCommand(now, came)), crash);
    };
    const complete = (line: string): void => {
      const candidates = options.commands?.complete(line) ?? Promise.resolve([]);
      candidates.then((found) => advance((now) => answeredCompletion(now, line, found)), crash);
    };
    const write = (work: Promise<void>, says: string | undefined): void => {
      work.then(
        () => advance((now) => written(now, says)),
        (error: unknown) =>
          advance((now) => ({ state: noticed(now, `could not write: ${messageOf(error)}`, 'error'), effects: [] })),
      );
    };
    const reply = (about: Reply): void => {
      // What a property says is in the model, which nothing else on the screens waits for.
      import('../checks/reply.ts').then(({ replyDraft }) => {
        const path = session.edit('reply.txt', replyDraft(about));
        advance((now) => ({ state: noticed(now, `kept in ${path}`, 'good'), effects: [] }));
      }, crash);
    };
    const note = (on: NoteOn, text: string): void => {
      const edited = session.editText('note.txt', text).trimEnd();
      if (edited === text.trimEnd()) state = noticed(state, 'the note is as it was');
      else write(data.writeNote(on, edited), edited === '' ? 'the note was taken away' : 'the note was kept');
    };
    const underWay = new Set<string>();
    const again = new Set<string>();
    const load = (request: Request): void => {
      const name = requestName(request);
      // While an ingest runs, the database changes faster than a long list is read: it is read once more when it came.
      if (underWay.has(name)) {
        again.add(name);
        return;
      }
      underWay.add(name);
      answerOf(data, request)
        .finally(() => {
          underWay.delete(name);
          if (again.delete(name)) load(request);
        })
        .then(
          (answer) => advance((now) => received(now, answer)),
          (error: unknown) => advance((now) => failedToLoad(now, request, messageOf(error))),
        );
    };
    const draw = (): void => drawer.draw(frame(state));
    /** Takes steps and draws once. A bug must not leave the terminal raw. */
    function advance(...makes: readonly ((now: State) => Step)[]): void {
      try {
        for (const make of makes) {
          if (!isRunning) return;
          const step = make(state);
          state = step.state;
          for (const effect of step.effects) perform(effect);
        }
        if (isRunning) draw();
      } catch (error) {
        crash(error);
      }
    }
    function crash(error: unknown): void {
      end();
      reject(error);
    }
    function pressAll(keys: readonly Key[]): void {
      advance(...keys.map((key) => (now: State) => press(now, key)));
    }

    screen.on('resize', () => advance((now) => resized(now, size())));
    advance(started);
    // Ink takes longer to load than a database to open: meanwhile there is something to look at, and to be read.
    import('./app.tsx').then(({ inkDrawer }) => {
      if (!isRunning) return;
      drawer = inkDrawer(screen, options.color && !options.env.NO_COLOR && options.env.TERM !== 'dumb');
      advance();
    }, crash);
  });
}

function waitByClock(milliseconds: number, then: () => void): () => void {
  const timer = setTimeout(then, milliseconds);
  return () => clearTimeout(timer);
}

/** Draws frames without looks. */
function plainDrawer(screen: Screen): Drawer {
  const text = (line: Line) => line.map((part) => part.text).join('');
  return { draw: (lines) => screen.write(lines.map(text).join('\n')), end: () => undefined };
}

/** Asks now and then whether the database changed, and says so. */
function watchVersion(data: UiData, onChange: () => void): NodeJS.Timeout {
  let known: number | undefined;
  const look = async (): Promise<void> => {
    const version = await data.version();
    if (known !== undefined && version !== known) onChange();
    known = version;
  };
  // A database that cannot be asked now is asked again the next time.
  const lookQuietly = (): void => void look().catch(() => undefined);
  lookQuietly();
  return setInterval(lookQuietly, WATCH_MS);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function answerOf<K extends RequestKind>(data: UiData, request: RequestOf<K>): Promise<Answer> {
  // A request and what comes of it are of one kind.
  return { request, value: await data.read<K>(request) } as unknown as Answer;
}
