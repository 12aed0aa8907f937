import { noticed, pushed, threadView } from './go.ts';
import { checkWith } from './running.ts';
import { type Place, type State, type Step, still, viewOf } from './state.ts';

/** What a command line of `mmlore` comes to where it is typed on a screen. */
export type CommandResult =
  /** A screen shows it. */
  | { readonly kind: 'screen'; readonly place: Place }
  /** A thread, on one of its mails. */
  | { readonly kind: 'mail'; readonly threadId: string; readonly messageId: string }
  /** `mmlore check` with these words. */
  | { readonly kind: 'check'; readonly words: readonly string[] }
  /** No screen shows it: what it printed. */
  | { readonly kind: 'output'; readonly command: string; readonly text: string }
  /** It could not be done, and why. */
  | { readonly kind: 'failed'; readonly says: string };

/** The commands that can be typed: those of the command line, with its own parser. */
export interface Commands {
  /** What may stand where a line ends: the whole of its last word. */
  complete(line: string): Promise<readonly string[]>;
  /** Reads and runs a command line without its first word; never rejects. */
  run(line: string, signal: AbortSignal): Promise<CommandResult>;
}

/** Shows what a command came to. */
export function commanded(state: State, result: CommandResult): Step {
  const quiet: State = { ...state, notice: undefined };
  switch (result.kind) {
    case 'screen':
      return still(pushed(quiet, viewOf(result.place)));
    case 'mail':
      return still(pushed(quiet, threadView(result.threadId, result.messageId)));
    case 'check':
      return checkWith(quiet, result.words, 'checks', undefined);
    case 'output':
      return still(pushed(quiet, viewOf({ screen: 'output', command: result.command, text: result.text })));
    case 'failed':
      return still(noticed(quiet, result.says, 'error'));
  }
}
