import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Comment, Reviewed } from '../../src/patch/reviewed.ts';
import { describeShared } from '../shared.ts';
import { readMail, reviewMail, SHARED } from './anchor-mail.ts';

/** A labelled claim, as far as its anchor goes. */
interface Labelled {
  readonly message_id: string;
  readonly evidence: string;
  readonly anchor: { readonly file: string; readonly function: string | null; readonly line: string } | null;
  readonly quoted_author?: string;
}

/** Text without white space and quote marks, as the labels write evidence in one line. */
const bare = (text: string): string => text.replace(/[\s>]+/g, '').toLowerCase();

const codeOf = (line: string): string =>
  line
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[+\- ]+/, '')
    .trim();

/** The comments that a label may mean: those that stand where the mail has its evidence, or as much of it as is there. */
function meant(reviewed: Reviewed, label: Labelled): readonly Comment[] {
  const lines = reviewed.text.split('\n').map(bare);
  const whole = lines.join('');
  const starts = lines.map((_, index) => lines.slice(0, index).join('').length);
  const evidence = bare(label.evidence);
  const part = whole.includes(evidence) ? evidence : evidence.slice(0, 30);
  const found: Comment[] = [];
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
    const line = starts.findLastIndex((start) => start <= at) + 1;
    const comment = reviewed.comments.find(({ leaf: { position, lines: own } }) => {
      return position.start.line <= line && line < position.start.line + own.length;
    });
    if (comment !== undefined && (label.quoted_author === undefined || comment.depth > 0)) found.push(comment);
  }
  return found;
}

function judge({ anchor }: Comment, label: NonNullable<Labelled['anchor']>): { place: boolean; line: boolean } {
  const place = anchor?.place;
  if (place === undefined) return { place: false, line: false };
  const inFunction = label.function === null || place.function === label.function;
  return { place: place.path === label.file && inFunction, line: codeOf(place.text) === codeOf(label.line) };
}

/** The labels that have an anchor, of all files. */
function labelled(): Labelled[] {
  const files = readdirSync(`${SHARED}/gold`).filter((name) => name.endsWith('.jsonl'));
  const rows = files.flatMap((name) => readFileSync(`${SHARED}/gold/${name}`, 'utf8').split('\n'));
  return rows.filter((row) => row !== '').map((row) => JSON.parse(row) as Labelled);
}

/** The pages that the labels call seed-000 and so on. */
async function readSeeds(): Promise<Map<string, Reviewed>> {
  const seeds = new Map<string, Reviewed>();
  for (const name of readdirSync(`${SHARED}/seeds`).sort()) {
    const [page] = await readMail(`${SHARED}/seeds/${name}`);
    const reviewed = page && reviewMail([page]).get(page.messageId)?.reviewed;
    if (reviewed !== undefined) seeds.set(`seed-${name.slice(0, 3)}`, reviewed);
  }
  return seeds;
}

describeShared('gold', () => {
  it('anchors name the labelled file and function in 95 of 100, the line in 90', async () => {
    const threads = [...(await readMail(`${SHARED}/mail/threads`)), ...(await readMail(`${SHARED}/mail/seed-threads`))];
    const read = reviewMail(threads);
    const seeds = await readSeeds();
    const total = { labels: 0, place: 0, line: 0 };
    for (const label of labelled()) {
      if (label.anchor === null) continue;
      const { anchor, message_id: id } = label;
      const reviewed = seeds.get(id) ?? read.get(id)?.reviewed;
      // Words that a mail says twice ("Will do.") were labelled once: either may be meant.
      const verdicts = reviewed === undefined ? [] : meant(reviewed, label).map((comment) => judge(comment, anchor));
      total.labels += 1;
      if (verdicts.some(({ place }) => place)) total.place += 1;
      if (verdicts.some(({ line }) => line)) total.line += 1;
    }
    process.stdout.write(`anchors against labels: ${JSON.stringify(total)}\n`);
    expect(total.labels).toBeGreaterThan(150);
    expect(total.place / total.labels).toBeGreaterThanOrEqual(0.95);
    expect(total.line / total.labels).toBeGreaterThanOrEqual(0.9);
  });
});
