import { fileURLToPath } from 'node:url';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { describeShared, SHARED } from '../shared.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore, whole } from './cli.ts';
import { reviewedHome } from './review.ts';

const corpus = (name: string) => fileURLToPath(new URL(`../../corpus/${name}.mbox`, import.meta.url));

/** Without the lines of claims: what is found in the corpus is the matter of other tests. */
const withoutClaims = (text: string) => text.replace(/^(?:│ )+→ .*\n/gm, '');

/** What stands in the diff of a patch, as `show --json` tells it. */
interface Tree {
  readonly general: readonly { readonly message_id: string }[];
  readonly files: readonly {
    readonly path: string;
    readonly hunks: readonly {
      readonly lines: readonly {
        readonly new_line: number | null;
        readonly comments: readonly { readonly message_id: string; readonly depth: number }[];
      }[];
    }[];
  }[];
}

/** `mm/rmap.c:14 0 1`: each line with comments, and their depths. */
function commentedLines({ files }: Tree): string[] {
  return files.flatMap(({ path, hunks }) =>
    hunks.flatMap(({ lines }) =>
      lines
        .filter((line) => line.comments.length > 0)
        .map((line) => `${path}:${line.new_line ?? '-'} ${line.comments.map(({ depth }) => depth).join(' ')}`),
    ),
  );
}

test('a patch has what was said of it at its lines, with claims and verdicts', async () => {
  const home = await reviewedHome();
  expect(whole(await mmlore({ home }, 'show', '--patch', 'v1@example.org'))).toMatchInlineSnapshot(`
    "From: Bo Author <bo@example.net>
    Date: 2023-05-29T06:00:00.000Z
    Subject: [PATCH] mm/rmap: drop the reference earlier
    Message-ID: v1@example.org
    Thread: v1@example.org
    Lists: linux-mm.kvack.org

    The reference can go before the lock.

    Signed-off-by: Bo Author <bo@example.net>
    ---
    mm/rmap.c | 3 ++-

    mm/rmap.c
    @@ -10,6 +10,7 @@ static void drop_rmap(struct page *page)
    adds: put_page; moves: unlock_page
     {
     	struct anon_vma *anon_vma = page_anon_vma(page);

    -	unlock_page(page);
    +	put_page(page);
    +	unlock_page(page);
    │ Ada Reviewer, 2023-05-29 06:10
    │ This unlocks a page that may be free already.
    │ → concern (hedged), promised, confirmed  c0ffee0000
    │ │ Bo Author, 2023-05-29 06:20
    │ │ You are right, I will change the order in v2.
     	anon_vma_unlock(anon_vma);
     }
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
});

test('a patch of the corpus, at 80 columns', async () => {
  const home = temporaryFolder();
  await mmlore({ home }, 'ingest', corpus('tail-page-rmap'));
  const id = '1454933522-7716-1-git-send-email-seun.adeyinka@example.com';
  const { stdout } = await mmlore({ home, columns: 80 }, '--no-color', 'show', '--patch', id);
  expect(withoutClaims(stdout)).toMatchInlineSnapshot(`
    "From: Oluwaseun Adeyinka <seun.adeyinka@example.com>
    Date: 2016-02-08T12:12:02.000Z
    Subject: [PATCH] mm: reuse the sub-pages of a pte-mapped THP on write faults
    Message-ID: 1454933522-7716-1-git-send-email-seun.adeyinka@example.com
    Thread: 1454933522-7716-1-git-send-email-seun.adeyinka@example.com
    Lists: linux-mm.kvack.org

    Since the new THP refcounting a huge page can be mapped by ptes.  When
    such a mapping has been write-protected by fork() and the child is gone,
    every write fault copies a page that nobody else maps any more, since
    wp_reuse_anon_page() refuses compound pages altogether.

    page_mapcount() of a sub-page counts the mappings of this sub-page (and
    of the huge page as a whole), so the test that is right for a small page
    is right for a sub-page as well.  Let them through.

    A fork-and-exit loop over 2M of pte-mapped THP takes 38% less time.

    Signed-off-by: Oluwaseun Adeyinka <seun.adeyinka@example.com>
    ---
    mm/memory.c | 5 +----
     1 file changed, 1 insertion(+), 4 deletions(-)

    mm/memory.c
    @@ -2152,35 +2152,32 @@ static bool wp_needs_copy(struct vm_area_struct *vma, struct page *page)
     /*
      * The write fault has found an anonymous page that may have no other user.  If
      * so, give it to the faulting mapping as it is, without a copy.
      *
      * Called, and returns, with the page table lock held and mmap_sem held for
      * read; *pte maps @page read-only.  The caller has sorted out KSM pages.
      *
      * Returns false if the page has to be copied.
      */
     static bool wp_reuse_anon_page(struct vm_area_struct *vma,
     		unsigned long address, pte_t *pte, struct page *page)
     {
     	struct mm_struct *mm = vma->vm_mm;
     	pte_t entry;

    -	/* Sub-pages of a huge page are always copied. */
    -	if (PageTransCompound(page))
    -		return false;
    -
     	if (!trylock_page(page))
    │ Bartholomew Quist, 2016-02-08 14:31
    │ The page can be a tail from here on. Does trylock_page() on a tail not
    │ lock that tail only, while everybody else locks the head?
    │ │ Oluwaseun Adeyinka, 2016-02-08 16:12
    │ │ trylock_page() goes to the head by itself since 4.5-rc1, so this one
    │ │ is fine.
    │ │ │ Bartholomew Quist, 2016-02-08 16:44
    │ │ │ Right. Please ignore what I said about the lock, I was looking at a 4.4
    │ │ │ tree.
     		return false;
    +	/* For a sub-page of a huge page this counts that sub-page only. */
     	if (PageSwapCache(page) || page_mapcount(page) != 1) {
     		unlock_page(page);
     		return false;
     	}

     	/* Nobody else maps it: rmap walks need our anon_vma only. */
     	page_move_anon_rmap(page, vma);
    │ Bartholomew Quist, 2016-02-08 14:31
    │ This is worse: page_move_anon_rmap() writes page->mapping, and in a tail
    │ page that word is not a mapping. In the first tail it holds the
    │ compound_mapcount, so the store makes a random number of the map count
    │ of the whole huge page.
    │ │ Oluwaseun Adeyinka, 2016-02-08 16:12
    │ │ Ouch, yes.  I only ever ran it without CONFIG_DEBUG_VM.  v2 will pass
    │ │ compound_head(page).

     	entry = pte_mkwrite(pte_mkdirty(*pte));
     	set_pte_at(mm, address, pte, entry);
     	update_mmu_cache(vma, address, pte);
     	unlock_page(page);
     	return true;
     }
    [EOF]"
  `);
});

test('words are wrapped at the width of the screen, code is not', async () => {
  const home = await reviewedHome();
  const { stdout } = await mmlore({ home, columns: 40 }, '--no-color', 'show', '--patch', 'v1@example.org');
  const said = stdout.split('\n').filter((line) => line.startsWith('│') && !line.includes('→'));
  expect(said.filter((line) => stringWidth(line) > 40)).toEqual([]);
  expect(said).toContain('│ This unlocks a page that may be free');
  expect(stdout).toContain('\n \tstruct anon_vma *anon_vma = page_anon_vma(page);\n');
});

test('added and removed lines, verdicts and names have the colours of their roles', async () => {
  const home = await reviewedHome();
  const { stdout } = await mmlore({ home, columns: 120 }, 'show', '--patch', 'v1@example.org');
  expect(stdout).toContain('\u001b[32m+\tput_page(page);\u001b[39m\n');
  expect(stdout).toContain('\u001b[31m-\tunlock_page(page);\u001b[39m\n');
  expect(stdout).toContain('\u001b[1mAda Reviewer\u001b[22m');
  expect(stdout).toContain('\u001b[31m\u001b[1mconfirmed\u001b[22m\u001b[39m');
});

test('as JSON: the comments of each line, with their claims', async () => {
  const home = await reviewedHome();
  const { stdout } = await mmlore({ home }, 'show', '--patch', '--json', 'v1@example.org');
  const document = JSON.parse(stdout.replace('[EOF]', ''));
  expect(document).toMatchObject({ schema: 'mmlore.patch/1', message: { message_id: 'v1@example.org' }, general: [] });
  expect(commentedLines(document)).toEqual(['mm/rmap.c:14 0 1']);
  expect(document.files[0].hunks[0].lines[5].comments[0]).toEqual({
    message_id: 'review@example.org',
    author: 'Ada Reviewer',
    date: '2023-05-29T06:10:00.000Z',
    depth: 0,
    type: 'prose',
    lines: ['This unlocks a page that may be free already.'],
    start: 83,
    end: 129,
    scope: 'line',
    method: 'exact',
    confidence: 0.99,
    claims: [{ claim_id: 'c0ffee0000000001', kind: 'concern', status: 'promised', verdict: 'confirmed' }],
  });
});

test('a mail without a diff', async () => {
  const home = await reviewedHome();
  expect(whole(await mmlore({ home }, 'show', '--patch', 'answer@example.org'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: answer@example.org holds no patch
    hint: Give the Message-ID of a mail with a diff; \`mmlore show\` of a thread lists its mails.
    [EOF]
    --- exit 1"
  `);
});

describeShared('mail/threads/khugepaged-free-retracted-pt-rcu-v1.mbox.gz', () => {
  test('each reply to a patch of the series is said at a line, or of the patch as a whole', async () => {
    const home = temporaryFolder();
    await mmlore(
      { home },
      'ingest',
      fileURLToPath(new URL('mail/threads/khugepaged-free-retracted-pt-rcu-v1.mbox.gz', SHARED)),
    );
    const id = '2e9996fa-d238-e7c-1194-834a2bd1f60@google.com';
    const tree: Tree = JSON.parse((await mmlore({ home }, 'show', '--json', id)).stdout.replace('[EOF]', ''));
    expect(commentedLines(tree)).toMatchInlineSnapshot(`
      [
        "mm/khugepaged.c:1770 0 1 2 1 1 1",
        "mm/khugepaged.c:1773 0 1 2 2 2 2 2 2",
        "mm/khugepaged.c:- 0",
        "mm/khugepaged.c:1800 0 1 2",
        "mm/khugepaged.c:1807 0 1 2 2 3 1",
      ]
    `);
    const said = new Set([
      ...tree.general.map((comment) => comment.message_id),
      ...tree.files.flatMap(({ hunks }) =>
        hunks.flatMap(({ lines }) =>
          lines.flatMap((line) => line.comments.map(({ message_id: messageId }) => messageId)),
        ),
      ),
    ]);
    const replies = await mmlore(
      { home },
      'query',
      '--csv',
      `WITH RECURSIVE below (id) AS (SELECT '${id}' UNION
         SELECT message_id FROM v_message JOIN below ON parent_message_id = below.id)
       SELECT id FROM below WHERE id <> '${id}'`,
    );
    const ids = replies.stdout.replace('[EOF]', '').trim().split('\n').slice(1);
    expect(ids.length).toBeGreaterThan(5);
    expect(ids.filter((reply) => !said.has(reply))).toEqual([]);
  });
});
