import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { reviewMessages } from '../../src/ingest/review-messages.ts';
import { describeShared, SHARED, sharedMessages } from '../shared.ts';

/**
 * What the checks of the five seed threads are about, in the words of the mail that asks it; then the kind of the claim
 * that carries them, from the seed text alone and from the whole thread (`-` where the text does not hold the mail).
 */
const ASKED: readonly (readonly [thread: number, words: string, inText: string, inThread: string])[] = [
  [0, 'set before userfaultfd has been registered', 'question', 'question'],
  [0, 'WP (write-protect) or other features', 'concern', 'concern'],
  [1, 'important issue against swap cache', 'concern', 'concern'],
  [1, 'wiped by the quoted unmap_mapping_range', '-', 'concern'],
  [1, 'ptes pointing to non pagecache', '-', 'question'],
  [2, "leaving special pte's behind", 'concern', 'concern'],
  [2, 'when can we actually have this case', 'concern', 'concern'],
  [2, 'would a WARN_ON() be better', 'request', 'request'],
  [2, "we don't need to do this in try_to_migrate_one()", 'assertion', 'assertion'],
  [3, 'old_page can be a tail page', 'concern', 'concern'],
  [3, 'tranferring the whole compound page', 'concern', 'concern'],
  [3, 'vfio would stay fragile', 'concern', 'concern'],
  [4, 'assumes that the only way to create new anonymous PTEs', 'concern', 'concern'],
  [4, 'What about private shmem VMAs', 'concern', 'concern'],
  [4, "doesn't use MMU notifiers", 'concern', 'concern'],
  [4, 'probably wrong for IOMMUv2 users', 'concern', 'concern'],
  [4, 'yanking a page table out from under an IOMMU', '-', 'concern'],
  [4, 'install some pte markers', '-', 'concern'],
];

/** Kinds of the claims in an archive that hold some words. */
async function kindsIn(path: string, words: string): Promise<string> {
  const claims = reviewMessages(await sharedMessages(path)).mails.flatMap((mail) => mail.claims);
  const kinds = claims.filter(({ evidence }) => evidence.includes(words)).map(({ kind }) => kind);
  return [...new Set(kinds)].join(', ') || '-';
}

describeShared('seeds/', () => {
  const texts = readdirSync(new URL('seeds/', SHARED)).sort();
  it.each(ASKED)('thread %i: "%s"', async (thread, words, inText, inThread) => {
    expect([
      await kindsIn(`seeds/${texts[thread]}`, words),
      await kindsIn(`mail/seed-threads/seed-${thread}.mbox.gz`, words),
    ]).toEqual([inText, inThread]);
  });
});
