import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReviewMail } from '../../src/claims/extract.ts';
import { reviewMessages } from '../../src/ingest/review-messages.ts';
import { readArchive } from '../../src/mail/archive.ts';
import type { Message } from '../../src/mail/message.ts';
import type { Label } from './scorer.ts';

/** Labelled claims of one thread, and the mails that they stand in. */
export interface LabelledThread {
  /** The name of the label file, or the document's. */
  readonly name: string;
  /** Threads with one family are about one patch: none of them is fitted on when another is scored. */
  readonly family: string;
  readonly labels: readonly Label[];
  /** Mails by what the labels call them: a Message-ID, or the name of the document that quotes them. */
  readonly mails: readonly { readonly id: string; readonly mail: ReviewMail }[];
  /** Labelled by whom: the acceptance labels, or this project's own. */
  readonly source: 'gold' | 'own';
}

/** Where a label file's mails are, where its name does not say; and which files are about one patch. */
const ARCHIVES: Readonly<Record<string, string>> = { 'retract-09': 'khugepaged-free-retracted-pt-rcu-v1' };
const FAMILIES: readonly (readonly [family: string, name: RegExp])[] = [
  ['retract', /^(?:retract-09|seed-0*4|khugepaged-free-retracted.*)$/],
  ['unused-pages', /^seed-0+$/],
  ['fault-around', /^seed-0*1$/],
  ['zap-uffd-wp', /^seed-0*2$/],
  ['thp-refcount', /^seed-0*3$/],
  ['migrate-device', /^migrate-device-/],
  ['secondary-tlb', /^mmu-notifier-secondary-/],
  ['nr-file-pages', /^khugepaged-nr_file_pages-/],
  ['uffd-move', /^uffd-(?:move|remap)-/],
];

/** Reads the messages of an archive. */
export async function readMessages(file: string): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for await (const item of readArchive(createReadStream(file), file)) {
    if (item.kind === 'message') messages.push(item.message);
  }
  return messages;
}

/**
 * Reads mails of an archive to the end, as ingestion does, the ghosts among them.
 *
 * @param wanted Message-IDs; these mails and the ones that they answer are read, all where it is not given
 */
export async function readMails(file: string, wanted?: ReadonlySet<string>): Promise<readonly ReviewMail[]> {
  const messages = await readMessages(file);
  return reviewMessages(wanted === undefined ? messages : withAncestors(messages, wanted)).mails.map(
    ({ mail }) => mail,
  );
}

/** What is left of a large archive when only some mails are asked for. */
function withAncestors(messages: readonly Message[], wanted: ReadonlySet<string>): readonly Message[] {
  const needed = new Set(wanted);
  for (const { messageId, references, inReplyTo } of messages) {
    if (wanted.has(messageId)) for (const above of [...references, ...inReplyTo]) needed.add(above);
  }
  return messages.filter(({ messageId }) => needed.has(messageId));
}

/** Reads the acceptance labels with their mails; the thread files first, then the documents. */
export async function readGold(shared: string): Promise<readonly LabelledThread[]> {
  const folder = join(shared, 'gold');
  const threads: LabelledThread[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl') && name !== 'seeds.jsonl')
    .sort()) {
    const name = file.replace('.jsonl', '');
    const labels = readLabels(join(folder, file));
    const mails = await readMails(join(shared, 'mail', 'threads', `${ARCHIVES[name] ?? name}.mbox.gz`));
    threads.push({ name, family: familyOf(name), labels, source: 'gold', mails: labelledOf(mails, labels) });
  }
  const labels = existsSync(join(folder, 'seeds.jsonl')) ? readLabels(join(folder, 'seeds.jsonl')) : [];
  for (const name of new Set(labels.map(({ message_id }) => message_id))) {
    const document = readdirSync(join(shared, 'seeds')).find((file) =>
      file.startsWith(`${name.slice('seed-'.length)}_`),
    );
    if (document === undefined) continue;
    const mails = await readMails(join(shared, 'seeds', document));
    threads.push({
      name,
      family: familyOf(name),
      labels: labels.filter(({ message_id }) => message_id === name),
      source: 'gold',
      mails: mails.map((mail) => ({ id: name, mail })),
    });
  }
  return threads;
}

function labelledOf(mails: readonly ReviewMail[], labels: readonly Label[]): LabelledThread['mails'] {
  const ids = new Set(labels.map(({ message_id }) => message_id));
  return mails.flatMap((mail) => (ids.has(mail.message.messageId) ? [{ id: mail.message.messageId, mail }] : []));
}

/** Two threads of one family are versions of one series, or one is quoted in the other. */
export function familyOf(name: string): string {
  return FAMILIES.find(([, pattern]) => pattern.test(name))?.[0] ?? name;
}

function readLabels(file: string): readonly Label[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}
