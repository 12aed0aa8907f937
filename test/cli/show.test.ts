import { expect, test } from 'vitest';
import { mmlore, whole } from './cli.ts';
import { reviewedHome } from './review.ts';

test('threads', async () => {
  const home = await reviewedHome();
  expect(whole(await mmlore({ home }, 'threads'))).toMatchInlineSnapshot(`
    "LAST MAIL   MAILS  CLAIMS  OPEN  CONFIRMED  SUBJECT                                         THREAD
    2023-05-29      1       0     0          0  [PATCH v2] mm/rmap: drop the reference earlier  v2@example.org
    2023-05-29      3       2     0          1  [PATCH] mm/rmap: drop the reference earlier     v1@example.org
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home, columns: 80 }, 'threads', '--no-color'))).toMatchInlineSnapshot(`
    "LAST MAIL   MAILS  CLAIMS  OPEN  CONFIRMED  SUBJECT               THREAD
    2023-05-29      1       0     0          0  [PATCH v2] mm/rmap:…  v2@example.org
    2023-05-29      3       2     0          1  [PATCH] mm/rmap: dr…  v1@example.org
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home }, 'threads', '--subject', 'no such words'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    Nothing found.
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home }, 'threads', '--person', 'ada', '--json'))).toMatchInlineSnapshot(`
    "{
      "schema": "mmlore.threads/1",
      "threads": [
        {
          "thread_id": "v1@example.org",
          "subject": "[PATCH] mm/rmap: drop the reference earlier",
          "from_name": "Bo Author",
          "from_email": "bo@example.net",
          "date": "2023-05-29T06:00:00.000Z",
          "last_date": "2023-05-29T06:20:00.000Z",
          "messages": 3,
          "ghosts": 0,
          "people": 2,
          "patches": 1,
          "claims": 2,
          "open": 0,
          "unanswered": 0,
          "confirmed": 1,
          "unread": 3
        }
      ]
    }
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
});

test('series', async () => {
  const home = await reviewedHome();
  expect(whole(await mmlore({ home }, 'series'))).toMatchInlineSnapshot(`
    "DATE        VERSION  PATCHES  R/A/T  FROM       SUBJECT                              LINKED BY  MESSAGE
    2023-05-29       v1      1/1  -/-/-  Bo Author  mm/rmap: drop the reference earlier             v1@example.org
    2023-05-29       v2      1/1  -/-/-  Bo Author  mm/rmap: drop the reference earlier  title      v2@example.org
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
});

test('show of a thread, a mail, a claim and a check', async () => {
  const home = await reviewedHome();
  expect(whole(await mmlore({ home }, 'show', 'v1@example.org'))).toMatchInlineSnapshot(`
    "[PATCH] mm/rmap: drop the reference earlier
    3 mails, 2 claims, thread v1@example.org

    2023-05-29 06:00  Bo Author
    2023-05-29 06:10    Ada Reviewer
      c0ffee0000  concern (hedged) · promised · refcount locking · confirmed
        "This unlocks a page that may be free already."
        at mm/rmap.c:14 drop_rmap(): + unlock_page(page);
    2023-05-29 06:20      Bo Author
      c0ffee0000  commitment
        "I will change the order in v2."

    PROPERTY  OF           IN    BEFORE  AFTER     CLAIMS  CHECK
    REF       drop_rmap()  drop  holds   violated       1  feed000000
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home }, 'show', '<review@example.org>'))).toMatchInlineSnapshot(`
    "From: Ada Reviewer <ada@example.org>
    Date: 2023-05-29T06:10:00.000Z
    Subject: Re: [PATCH] mm/rmap: drop the reference earlier
    Message-ID: review@example.org
    Thread: v1@example.org

    On Mon, May 29, 2023, Bo Author wrote:
    > +	put_page(page);
    > +	unlock_page(page);

    This unlocks a page that may be free already.

    > 	anon_vma_unlock(anon_vma);

    Claims
      c0ffee0000  concern (hedged) · promised · refcount locking · confirmed
        "This unlocks a page that may be free already."
        at mm/rmap.c:14 drop_rmap(): + unlock_page(page);
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home }, 'show', 'c0ffee0000000001'))).toMatchInlineSnapshot(`
    "Re: [PATCH] mm/rmap: drop the reference earlier
    Ada Reviewer <ada@example.org>, 2023-05-29T06:10:00.000Z, review@example.org

      c0ffee0000  concern (hedged) · promised · refcount locking · confirmed
        "This unlocks a page that may be free already."
        at mm/rmap.c:14 drop_rmap(): + unlock_page(page);
        because of may be free; confidence 0.90

    Ledger
      2023-05-29  open  review@example.org  This unlocks a page that may be free already.
      2023-05-29  promised in v2  answer@example.org  I will change the order in v2.
                  confirmed in v1  check feed000000000001  REF of drop_rmap() in drop: violated

    Checks
      feed000000  REF of v1 drop_rmap() in drop: confirmed, introduced
        before holds (12 states, 0.01 s), after violated (9 states, 0.01 s)
        taken from reference programs: page_anon_vma
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home }, 'show', 'feed0000'))).toMatchInlineSnapshot(`
    "  feed000000  REF of v1 drop_rmap() in drop: confirmed, introduced
        before holds (12 states, 0.01 s), after violated (9 states, 0.01 s)
        taken from reference programs: page_anon_vma
        it drops a reference
        assumes 6.4

    The shortest run that breaks REF after the patch
         reclaim
         |
      1  put_page
         | in drop_rmap():
         | mm/rmap.c:13  put_page(page);
         |     references of page 1: 1 → 0
         |     page 1: in use → free
      2! unlock_page
         | mm/rmap.c:14  unlock_page(page);
         |     REF is broken

    Step 2 breaks REF: A page in use is not freed, and no reference is taken or dropped at zero.

    It would hold with flush_tlb_range before mm/rmap.c:11.

    Again, step by step: mmlore replay drop/REF~0001
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
});

test('show by the URL of an archive, and as JSON', async () => {
  const home = await reviewedHome();
  const ran = await mmlore({ home }, 'show', 'https://lore.kernel.org/linux-mm/answer@example.org/', '--json');
  const document = JSON.parse(ran.stdout.replace('[EOF]', ''));
  expect(document).toMatchObject({
    schema: 'mmlore.message/1',
    message: { message_id: 'answer@example.org', is_ghost: false },
  });
  expect(document.claims).toHaveLength(1);
});

test('show --raw gives the bytes of the mail', async () => {
  const home = await reviewedHome();
  expect((await mmlore({ home }, 'show', '--raw', 'answer@example.org')).stdout).toMatchInlineSnapshot(`
    "From: Bo Author <bo@example.net>
    Date: Mon, 29 May 2023 06:20:00 +0000
    Subject: Re: [PATCH] mm/rmap: drop the reference earlier
    Message-ID: <answer@example.org>
    In-Reply-To: <review@example.org>
    References: <v1@example.org> <review@example.org>

    On Mon, May 29, 2023, Ada Reviewer wrote:
    > This unlocks a page that may be free already.

    You are right, I will change the order in v2.
    [EOF]"
  `);
  expect(whole(await mmlore({ home, columns: 80 }, 'show', '--raw', 'answer@example.org'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: raw mail may hold escape sequences, which a terminal obeys
    hint: Send it to a file or through a pipe.
    [EOF]
    --- exit 1"
  `);
});

test('a name that fits nothing, or several things', async () => {
  const home = await reviewedHome();
  expect(whole(await mmlore({ home }, 'show', 'nothing-like-it'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: nothing here is named nothing-like-it
    hint: List what is there with \`mmlore threads\`, or look for words with \`mmlore search\`.
    [EOF]
    --- exit 1"
  `);
  expect(whole(await mmlore({ home }, 'show', 'drop the reference'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: drop the reference could be several things
    caused by: thread v1@example.org: [PATCH] mm/rmap: drop the reference earlier
    caused by: thread v2@example.org: [PATCH v2] mm/rmap: drop the reference earlier
    hint: Give more of one of these ids.
    [EOF]
    --- exit 1"
  `);
});
