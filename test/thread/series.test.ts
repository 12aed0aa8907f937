import { describe, expect, test } from 'vitest';
import { buildThreads } from '../../src/thread/build.ts';
import { findSeries, type Series } from '../../src/thread/series.ts';
import { linkVersions } from '../../src/thread/versions.ts';
import { filesOf, messagesOf, withoutMail } from '../mail/mails.ts';
import { message } from './messages.ts';

const DIFF = 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n';

async function seriesOf(...paths: readonly string[]): Promise<readonly Series[]> {
  return findSeries(buildThreads(await messagesOf(...paths)));
}

/** `v2 cover 1,2/2`. */
const inShort = ({ version, cover, patches, parts }: Series) =>
  `v${version} ${cover === undefined ? '' : 'cover '}${patches.map(({ part }) => part).join()}/${parts}`;

/**
 * How many cover letters and patches each series of a file has for Patchwork.
 *
 * Source: patchwork/tests/test_series.py of getpatchwork/patchwork, at 04b7b671. It says nothing of dependency-base-patch.
 */
const PATCHWORK: Readonly<Record<string, { readonly covers: readonly number[]; readonly patches: readonly number[] }>> =
  {
    'base-cover-letter': { covers: [1], patches: [2] },
    'base-deep-threaded': { covers: [1], patches: [2] },
    'base-different-versions': { covers: [1], patches: [4] },
    'base-extra-patches': { covers: [1], patches: [3] },
    'base-incomplete': { covers: [1], patches: [1] },
    'base-no-cover-letter': { covers: [0], patches: [2] },
    'base-no-references': { covers: [0], patches: [2] },
    'base-no-references-no-cover': { covers: [1], patches: [2] },
    'base-out-of-order': { covers: [1], patches: [2] },
    'base-single-patch': { covers: [0], patches: [1] },
    'bugs-mixed-versions': { covers: [0, 0], patches: [1, 1] },
    'bugs-multiple-content-types': { covers: [0], patches: [1] },
    'bugs-multiple-references': { covers: [1], patches: [4] },
    'bugs-nocover': { covers: [0, 0], patches: [2, 2] },
    'bugs-nocover-noversion': { covers: [0, 0], patches: [2, 2] },
    'bugs-spamming': { covers: [0, 0, 0], patches: [1, 1, 1] },
    'bugs-unnumbered': { covers: [1, 0], patches: [1, 1] },
    'mercurial-cover-letter': { covers: [1], patches: [2] },
    'mercurial-no-cover-letter': { covers: [0], patches: [2] },
    'revision-basic': { covers: [1, 1], patches: [2, 2] },
    'revision-no-cover-letter': { covers: [1, 0], patches: [2, 2] },
    'revision-out-of-order': { covers: [1, 1], patches: [2, 2] },
    'revision-threaded-to-cover': { covers: [1, 1], patches: [2, 2] },
    'revision-threaded-to-patch': { covers: [1, 1], patches: [2, 2] },
    'revision-threaded-to-single-patch': { covers: [0, 0], patches: [1, 1] },
    'revision-unlabeled': { covers: [1, 1], patches: [2, 2] },
    'revision-unlabeled-noreferences': { covers: [0, 0], patches: [2, 2] },
  };

describe.skipIf(withoutMail !== '')(`patchwork's series${withoutMail}`, () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    'base-cover-letter': ['v1 cover 1,2/2'],
    'base-deep-threaded': ['v1 cover 1,2/2'],
    'base-different-versions': ['v3 cover 1,2,3,4/4'],
    'base-extra-patches': ['v1 cover 1,2,3/2'],
    'base-incomplete': ['v1 cover 1/2'],
    'base-no-cover-letter': ['v1 1,2/2'],
    'base-no-references': ['v2 1,2/2'],
    'base-no-references-no-cover': ['v1 cover 1,2/2'],
    'base-out-of-order': ['v1 cover 1,2/2'],
    'base-single-patch': ['v1 1/1'],
    'bugs-mixed-versions': ['v1 1/2', 'v2 2/2'],
    'bugs-multiple-content-types': ['v1 1/1'],
    'bugs-multiple-references': ['v2 cover 1,2,3,4/4'],
    'bugs-nocover': ['v1 1,2/2', 'v2 1,2/2'],
    'bugs-nocover-noversion': ['v1 1,2/2', 'v1 1,2/2'],
    'bugs-spamming': ['v2 1/4', 'v2 1/4', 'v2 1/4'],
    'dependency-base-patch': ['v1 cover 1,2/2'],
    'mercurial-cover-letter': ['v1 cover 1,2/2'],
    'mercurial-no-cover-letter': ['v1 1,2/2'],
    'revision-basic': ['v1 cover 1,2/2', 'v2 cover 1,2/2'],
    'revision-no-cover-letter': ['v1 cover 1,2/2', 'v2 1,2/2'],
    'revision-out-of-order': ['v1 cover 1,2/2', 'v2 cover 1,2/2'],
    'revision-threaded-to-cover': ['v1 cover 1,2/2', 'v2 cover 1,2/2'],
    'revision-threaded-to-patch': ['v1 cover 1,2/2', 'v2 cover 1,2/2'],
    'revision-threaded-to-single-patch': ['v1 1/1', 'v2 1/1'],
    'revision-unlabeled': ['v1 cover 1,2/2', 'v1 cover 1,2/2'],
    'revision-unlabeled-noreferences': ['v2 1,2/2', 'v2 1,2/2'],
  };

  test.each(Object.entries(cases))('%s', async (name, expected) => {
    expect((await seriesOf(`mail/fixtures/patchwork/series/${name}.mbox`)).map(inShort)).toEqual(expected);
  });

  test.each(Object.entries(PATCHWORK).filter(([name]) => name !== 'bugs-unnumbered'))(
    '%s: as many covers and patches as Patchwork finds',
    async (name, expected) => {
      const series = await seriesOf(`mail/fixtures/patchwork/series/${name}.mbox`);
      expect({
        covers: series.map(({ cover }) => Number(cover !== undefined)),
        patches: series.map(({ patches }) => patches.length),
      }).toEqual(expected);
    },
  );

  // deviation: Patchwork makes the answer with a diff in it a series of its own, since it has nothing between mail and patch
  test('bugs-unnumbered: patches without a number in a numbered series are no part of it', async () => {
    const [series, ...others] = await seriesOf('mail/fixtures/patchwork/series/bugs-unnumbered.mbox');
    expect(series && inShort(series)).toBe('v1 cover 1/2');
    expect(others.map(inShort)).toEqual([]);
  });

  test('every file of the folder has its line here', () => {
    const names = filesOf('mail/fixtures/patchwork/series', '.mbox').map((path) => path.replace(/.*\/|\.mbox$/g, ''));
    expect(names.filter((name) => !(name in cases))).toEqual(['bugs-unnumbered']);
  });
});

test('a patch below scissors in a reply is a series of its own, under its own Subject and From', () => {
  const text = `Maybe this:\n\n-- >8 --\nFrom: B <b@example.org>\nSubject: [PATCH] mm: fix it\n\nBecause.\n\n${DIFF}`;
  const threads = buildThreads([
    message({ messageId: '1', subject: 'broken' }),
    message({ messageId: '2', subject: 'Re: broken', inReplyTo: ['1'], text }),
  ]);
  const [series] = findSeries(threads);
  expect(series?.title).toBe('mm: fix it');
  expect(series?.patches.map(({ author }) => author.email)).toEqual(['b@example.org']);
});

test('patches that answer one mail of their sender, delivered or not, are one series', () => {
  const patch = (id: string, part: string, email = 'a@example.org') =>
    message({ messageId: id, subject: `[PATCH ${part}] x`, inReplyTo: ['0'], text: DIFF, from: { name: '', email } });
  const patches = [patch('1', '1/2'), patch('2', '2/2'), patch('3', '2/2', 'other@example.org')];
  expect(findSeries(buildThreads(patches)).map(inShort)).toEqual(['v1 1,2/2', 'v1 2/2']);
  const cover = message({ messageId: '0', subject: 'do x' });
  const [series] = findSeries(buildThreads([cover, ...patches.slice(0, 2)]));
  expect(series && [inShort(series), series.title]).toEqual(['v1 cover 1,2/2', 'do x']);
});

test.each([
  ['git', DIFF],
  ['plain diff -u', '--- x.orig\t2020-01-01\n+++ x\t2020-01-02\n@@ -1 +1 @@\n-a\n+b\n'],
  [
    'quilt',
    'Index: linux/x\n===================================================================\n--- linux.orig/x\n+++ linux/x\n@@ -1 +1 @@\n-a\n+b\n',
  ],
])('a patch of %s is a patch', (_kind, diff) => {
  const threads = buildThreads([message({ messageId: '1', subject: '[PATCH] x', text: `Words.\n\n${diff}` })]);
  expect(findSeries(threads).map(inShort)).toEqual(['v1 1/1']);
});

test('base-commit, change-id, prerequisites and links to lore are read', () => {
  const text = [
    'v1: https://lore.kernel.org/r/20230101.1-a@example.org',
    'v2: https://lore.kernel.org/linux-mm/20230201.1%2Fb@example.org/.',
    'base-commit: 0123456789abcdef0123456789abcdef01234567',
    'change-id: 20230101-thing-0123456789ab',
    'prerequisite-patch-id: 89abcdef0123456789abcdef0123456789abcdef',
    'prerequisite-change-id: 20221225-other-0123456789ab:v2',
    'prerequisite-message-id: <20221225.1@example.org>',
  ].join('\n');
  const [series] = findSeries(buildThreads([message({ messageId: '1', subject: '[PATCH v3 0/1] x', text })]));
  expect(series?.marks).toEqual({
    baseCommit: '0123456789abcdef0123456789abcdef01234567',
    changeId: '20230101-thing-0123456789ab',
    prerequisites: [
      { kind: 'patch-id', value: '89abcdef0123456789abcdef0123456789abcdef' },
      { kind: 'change-id', value: '20221225-other-0123456789ab:v2' },
      { kind: 'message-id', value: '20221225.1@example.org' },
    ],
    links: ['20230101.1-a@example.org', '20230201.1/b@example.org'],
  });
});

describe.skipIf(withoutMail !== '')(`versions of real series${withoutMail}`, () => {
  test('each series is linked to its earlier version, with a reason', async () => {
    const series = await seriesOf(...filesOf('mail/threads', '.mbox.gz'), ...filesOf('mail/seed-threads', '.mbox.gz'));
    const named = new Map(series.map((one) => [one.seriesId, `${one.title.slice(0, 40)} v${one.version}`]));
    const links = linkVersions(series).map(
      ({ from, to, reason }) => `${named.get(from)} → ${named.get(to)}: ${reason}`,
    );
    expect(new Set(links)).toEqual(
      new Set([
        'Fix CONT-PTE/PMD size hugetlb issue when v1 → Fix CONT-PTE/PMD size hugetlb issue when v2: title',
        'Invalidate secondary IOMMU TLB on permis v1 → Invalidate secondary IOMMU TLB on permis v2: title',
        'Invalidate secondary IOMMU TLB on permis v2 → Invalidate secondary IOMMU TLB on permis v3: title',
        'mm/migrate_device.c: Flush TLB while hol v3 → mm/migrate_device.c: Flush TLB while hol v4: title',
        "mm: Don't fault around userfaultfd-regis v1 → mm: Don't fault around userfaultfd-regis v2: title",
        'mm: do not drop unused pages when userfa v1 → mm: do not drop unused pages when userfa v2: title',
        'mm: do not drop unused pages when userfa v2 → mm: do not drop unused pages when userfa v3: title',
        'mm: khugepaged: fix NR_FILE_PAGES accoun v1 → mm: khugepaged: fix NR_FILE_PAGES and NR v2: similar-title',
        'shmem/userfaultfd: Persist uffd-wp bit a v3 → shmem/userfaultfd: Persist uffd-wp bit a v4: title',
        'userfaultfd move option v3 → userfaultfd move option v5: link',
        'userfaultfd remap option v1 → userfaultfd remap option v2: link',
        'userfaultfd remap option v2 → userfaultfd move option v3: link',
      ]),
    );
  });
});
