import { CommanderError } from 'commander';
import type { Complaint } from '../complaint.ts';
import { display, displayLine } from '../display.ts';
import { storeComplaint } from '../store/trouble.ts';
import { EXIT } from './context.ts';
import { Refusal } from './refusal.ts';

/** The exit code that each kind of complaint ends with. */
const EXIT_CODES: Readonly<Record<Complaint['kind'], number>> = {
  input: EXIT.input,
  store: EXIT.input,
  usage: EXIT.usage,
  closed: EXIT.closed,
  interrupted: EXIT.interrupted,
  bug: EXIT.bug,
};

/** A complaint as text for stderr: `error:`, then each cause, then the way out. */
export function complaintText(complaint: Complaint): string {
  const lines = [
    `error: ${displayLine(complaint.message)}`,
    ...(complaint.causes ?? []).map((cause) => `caused by: ${displayLine(cause)}`),
    ...(complaint.hint === undefined ? [] : [`hint: ${displayLine(complaint.hint)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * Maps whatever ended a command to an exit code and the text for stderr.
 *
 * commander has printed its own usage errors and help by then: they give a code and no text.
 */
export function report(
  error: unknown,
  db: string,
  debug: boolean,
): { readonly exitCode: number; readonly text: string } {
  if (error instanceof CommanderError) {
    return { exitCode: error.exitCode === 0 ? EXIT.done : EXIT.usage, text: '' };
  }
  const complaint = complaintOf(error, db);
  const stack = debug && error instanceof Error && error.stack !== undefined ? `${display(error.stack)}\n` : '';
  return { exitCode: EXIT_CODES[complaint.kind], text: `${complaintText(complaint)}${stack}` };
}

function complaintOf(error: unknown, db: string): Complaint {
  if (error instanceof Refusal) return error.complaint;
  const store = storeComplaint(error, db);
  if (store !== undefined) return store;
  return {
    kind: 'bug',
    message: 'this is a bug in mmlore',
    causes: [error instanceof Error ? error.message : String(error)],
    hint: 'Please report it with the command that you ran and what --debug adds to this message.',
  };
}
