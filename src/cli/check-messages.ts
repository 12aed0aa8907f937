import type { Check } from '../checks/check.ts';
import { checkPatch } from '../checks/check-patch.ts';
import { type Instruments, makeInstruments } from '../checks/programs.ts';
import { loadCParser } from '../ingest/c-parser.ts';
import { reviewMessages } from '../ingest/review-messages.ts';
import type { TreeFile } from '../lift/sides.ts';
import type { Message } from '../mail/message.ts';
import { vocabularyOf } from '../mm/known.ts';

/** What the user asked of the checks. */
export interface CheckLimits {
  readonly world?: string;
  readonly property?: string;
  readonly kernel?: string;
  readonly tree?: TreeFile;
  readonly maxStates: number;
  /** Seconds for one run. */
  readonly timeout: number;
}

/** Makes what checks stand on; takes some 50 ms for the reader of C. */
export async function loadInstruments(): Promise<Instruments> {
  return makeInstruments(vocabularyOf(), await loadCParser(), () => performance.now());
}

/** Checks every patch among messages that belong together, with the claims that these make of it. */
export function checkMessages(messages: readonly Message[], limits: CheckLimits, instruments: Instruments): Check[] {
  const { mails } = reviewMessages(messages);
  return mails
    .filter(({ reviewed }) => reviewed.patch.files.length > 0)
    .flatMap(({ message, reviewed }) =>
      checkPatch(
        {
          patch: reviewed.patch,
          date: message.date,
          concerns: [],
          kernel: limits.kernel,
          tree: limits.tree,
          wanted: { world: limits.world, property: limits.property },
          maxStates: limits.maxStates,
          timeout: limits.timeout,
        },
        instruments,
      ),
    );
}
