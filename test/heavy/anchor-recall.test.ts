import { expect, it } from 'vitest';
import { isBot } from '../../src/claims/bots.ts';
import type { Anchor, PatchLine } from '../../src/patch/anchor.ts';
import type { Comment } from '../../src/patch/reviewed.ts';
import { describeShared } from '../shared.ts';
import { type Block, blocksOf } from './anchor-blocks.ts';
import { type ReadMail, readMail, reviewMail, SHARED } from './anchor-mail.ts';

const squash = (line: string): string => line.replace(/\s+/g, '');

interface Tally {
  blocks: number;
  /** The anchor or one of its candidates is the line. */
  found: number;
  /** The anchor itself is. */
  right: number;
}

const tally = (): Tally => ({ blocks: 0, found: 0, right: 0 });

/** The first comment of the sender's own that stands in a block. */
function commentIn(block: Block, comments: readonly Comment[]): Comment | undefined {
  return comments.find(({ depth, leaf: { position, lines } }) => {
    const from = position.start.line - 1;
    return depth === 0 && from < block.to && from + lines.length > block.from;
  });
}

type Tallies = Record<'depth1' | 'deeper' | 'depth1Telling' | 'deeperTelling', Tally>;

function measure(read: ReadonlyMap<string, ReadMail>): Tallies {
  const tallies: Tallies = { depth1: tally(), deeper: tally(), depth1Telling: tally(), deeperTelling: tally() };
  for (const { message, reviewed, ancestors } of read.values()) {
    if (isBot(message)) continue;
    for (const block of blocksOf(message, ancestors)) {
      const depth = block.depth === 1 ? 'depth1' : 'deeper';
      const anchor = commentIn(block, reviewed.comments)?.anchor;
      count(tallies[depth], block, anchor);
      if (block.telling) count(tallies[`${depth}Telling`], block, anchor);
    }
  }
  return tallies;
}

function count(tallied: Tally, block: Block, anchor: Anchor | undefined): void {
  const isLine = ({ messageId, mark, text }: PatchLine): boolean => {
    return messageId === block.patch && (squash(mark + text) === block.line || squash(text) === block.line);
  };
  tallied.blocks += 1;
  if (anchor?.candidates.some(isLine) === true) tallied.found += 1;
  if (anchor !== undefined && isLine(anchor.place)) tallied.right += 1;
}

const share = (one: Tally): number => one.found / one.blocks;

describeShared('mail', () => {
  it('comments below quoted patch lines are anchored to them: 97 of 100 at depth 1, 90 below', async () => {
    const sum = { depth1: tally(), deeper: tally() };
    for (const path of ['mail/threads', 'mail/bench/nvdimm.mbox.gz']) {
      const tallies = measure(reviewMail(await readMail(`${SHARED}/${path}`)));
      process.stdout.write(`anchors of blocks, ${path}: ${JSON.stringify(tallies)}\n`);
      for (const kind of ['depth1', 'deeper'] as const) {
        sum[kind].blocks += tallies[kind].blocks;
        sum[kind].found += tallies[kind].found;
      }
    }
    expect(sum.depth1.blocks).toBeGreaterThan(3500);
    expect(sum.deeper.blocks).toBeGreaterThan(2500);
    expect(share(sum.depth1)).toBeGreaterThanOrEqual(0.97);
    expect(share(sum.deeper)).toBeGreaterThanOrEqual(0.9);
  });
});
