import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Comment, Reviewed } from '../../src/patch/reviewed.ts';
import { isShared, readMail, reviewMail, SHARED } from './anchor-mail.ts';

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

/** The comments that a label may mean: those that hold its evidence; where none does, the one that holds its start. */
function meant(reviewed: Reviewed, label: Labelled): readonly Comment[] {
  const depth = (comment: Comment) => (label.quoted_author === undefined ? true : comment.depth > 0);
  const evidence = bare(label.evidence);
  const texts = reviewed.comments.filter(depth).map((comment) => ({ comment, text: bare(comment.leaf.lines.join('\n')) }));
  const whole = texts.filter(({ text }) => text.includes(evidence));
  const found = whole.length > 0 ? whole : texts.filter(({ text }) => text.includes(evidence.slice(0, 30))).slice(0, 1);
  return found.map(({ comment }) => comment);
}

function judge({ anchor }: Comment, label: NonNullable<Labelled['anchor']>): { place: boolean; line: boolean } {
  const place = anchor?.place;
  if (place === undefined) return { place: false, line: false };
  const inFunction = label.function === null || place.function === label.function;
  return { place: place.path === label.file && inFunction, line: codeOf(place.text) === codeOf(label.line) };
}

describe.skipIf(!isShared)('anchors against labels', () => {
  it('file and function are right in 95 of 100, the line in 90', { timeout: 600_000 }, async () => {
    const threads = [...(await readMail(`${SHARED}/mail/threads`)), ...(await readMail(`${SHARED}/mail/seed-threads`))];
    const read = reviewMail(threads);
    const seeds: Reviewed[] = [];
    for (const name of readdirSync(`${SHARED}/seeds`).sort()) {
      const [page] = await readMail(`${SHARED}/seeds/${name}`);
      const reviewed = page && reviewMail([page]).get(page.messageId)?.reviewed;
      if (reviewed !== undefined) seeds.push(reviewed);
    }
    const total = { labels: 0, place: 0, line: 0 };
    for (const name of readdirSync(`${SHARED}/gold`).filter((file) => file.endsWith('.jsonl'))) {
      for (const row of readFileSync(`${SHARED}/gold/${name}`, 'utf8').split('\n')) {
        if (row === '') continue;
        const label = JSON.parse(row) as Labelled;
        if (label.anchor === null) continue;
        const seed = /^seed-(\d+)$/.exec(label.message_id)?.[1];
        const reviewed = seed === undefined ? read.get(label.message_id)?.reviewed : seeds[Number(seed)];
        expect(reviewed, label.message_id).toBeDefined();
        const { anchor } = label;
        // Words that a mail says twice ("Will do.") were labelled once: either may be meant.
        const verdicts = reviewed === undefined ? [] : meant(reviewed, label).map((comment) => judge(comment, anchor));
        total.labels += 1;
        if (verdicts.some(({ place }) => place)) total.place += 1;
        if (verdicts.some(({ line }) => line)) total.line += 1;
        else if (process.env['SHOW_MISSES']) process.stdout.write(`${row.slice(0, 300)}\n`);
      }
    }
    process.stdout.write(`${JSON.stringify({ ...total, placeShare: total.place / total.labels, lineShare: total.line / total.labels })}\n`);
    expect(total.labels).toBeGreaterThan(150);
    expect(total.place / total.labels).toBeGreaterThanOrEqual(0.95);
    expect(total.line / total.labels).toBeGreaterThanOrEqual(0.9);
  });
});
