import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { familyOf, type LabelledThread, readMails } from './labelled-mail.ts';
import type { Label } from './scorer.ts';

/**
 * This project's own labels, made by the labelling guide on threads beside the acceptance labels, a file a hand.
 *
 * A line is a range in a mail text, no text: mailbox, Message-ID, start, end, kind (`none` for what is no claim), and in
 * the first hand's file `~` where doubt is marked; the second hand did not look at doubt. Neither gave concepts.
 *
 * The first hand took one clause or sentence a label, the second as many as make one claim. They labelled 3,850 ranges of
 * the same mails without looking at each other, and gave the same kind to 77 % of what both took for a claim; the second
 * one, tried on four threads of the acceptance labels after looking at what the model of the time got wrong there, agreed
 * with them at detection F1 0.94 and typed F1 0.89. Each hand counts as if its mails were its own.
 *
 * `bench/nvdimm` is a sample of a whole list by the first hand, and threads of it about memory by the second.
 */
const HANDS = ['own-labels.tsv', 'second-labels.tsv'];

interface Row {
  readonly thread: string;
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  /** Undefined where doubt was not looked at. */
  readonly hedged: boolean | undefined;
}

/** Reads the labels of every hand with their mails, a thread a hand. */
export async function readOwnLabels(shared: string): Promise<readonly LabelledThread[]> {
  const hands = HANDS.map(readRows);
  const threads: LabelledThread[] = [];
  for (const name of new Set(hands.flat().map(({ thread }) => thread))) {
    const rows = hands.map((hand) => hand.filter(({ thread }) => thread === name)).filter((hand) => hand.length > 0);
    const mails = await readMails(join(shared, 'mail', `${name}.mbox.gz`), new Set(rows.flat().map(({ id }) => id)));
    const byId = new Map(mails.map((mail) => [mail.message.messageId, mail]));
    for (const hand of rows) {
      const labels = hand.flatMap(({ id, start, end, kind, hedged }): Label[] => {
        const text = byId.get(id)?.message.text.slice(start, end);
        return text === undefined ? [] : [{ message_id: id, evidence: text.replace(/\s+/g, ' '), kind, hedged }];
      });
      const labelled = new Set(labels.map(({ message_id }) => message_id));
      threads.push({
        name,
        family: familyOf(basename(name)),
        labels,
        mails: [...byId].flatMap(([id, mail]) => (labelled.has(id) ? [{ id, mail }] : [])),
        source: 'own',
      });
    }
  }
  return threads;
}

function readRows(file: string): readonly Row[] {
  const [head = '', ...lines] = readFileSync(join(import.meta.dirname, file), 'utf8')
    .trimEnd()
    .split('\n');
  const marksDoubt = head.split('\t').includes('hedged');
  return lines.map((line) => {
    const [thread = '', id = '', start, end, kind = '', hedged] = line.split('\t');
    return {
      thread,
      id,
      start: Number(start),
      end: Number(end),
      kind,
      hedged: marksDoubt ? hedged === '~' : undefined,
    };
  });
}
