import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { familyOf, type LabelledThread, readMails } from './labelled-mail.ts';
import type { Label } from './scorer.ts';

/**
 * Reads this project's own labels, made by the labelling guide on threads beside the acceptance labels.
 *
 * `own-labels.tsv` holds ranges in mail texts, no text: mailbox, Message-ID, start, end, kind (`none` for a sentence that
 * is no claim), and `~` where doubt is marked. They have no concepts. `bench/nvdimm` is a sample of a whole list.
 */
export async function readOwnLabels(shared: string): Promise<readonly LabelledThread[]> {
  const [, ...rows] = readFileSync(join(import.meta.dirname, 'own-labels.tsv'), 'utf8')
    .trimEnd()
    .split('\n');
  const byThread = new Map<string, string[][]>();
  for (const row of rows) {
    const fields = row.split('\t');
    const thread = fields[0] ?? '';
    byThread.set(thread, [...(byThread.get(thread) ?? []), fields]);
  }
  const threads: LabelledThread[] = [];
  for (const [name, ranges] of byThread) {
    const ids = new Set(ranges.map(([, id = '']) => id));
    const mails = await readMails(join(shared, 'mail', `${name}.mbox.gz`), ids);
    const byId = new Map(mails.map((mail) => [mail.message.messageId, mail]));
    const labels = ranges.flatMap(([, id = '', start, end, kind = '', hedged]): Label[] => {
      const text = byId.get(id)?.message.text.slice(Number(start), Number(end));
      if (text === undefined) return [];
      return [{ message_id: id, evidence: text.replace(/\s+/g, ' '), kind, hedged: hedged === '~' }];
    });
    const labelled = new Set(labels.map(({ message_id }) => message_id));
    const read = [...byId].flatMap(([id, mail]) => (labelled.has(id) ? [{ id, mail }] : []));
    threads.push({
      name,
      family: familyOf(basename(name)),
      labels,
      mails: read,
      source: name.startsWith('bench/') ? 'elsewhere' : 'own',
    });
  }
  return threads;
}
