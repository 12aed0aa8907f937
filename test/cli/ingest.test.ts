import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/store/connection.ts';
import { type Draft, mbox, SMALL_THREAD } from '../ingest/archives.ts';
import { commitTo } from '../ingest/inboxes.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore, whole } from './cli.ts';

/** A home with one file in it, as the command line names it. */
function homeWith(name: string, content: string | Uint8Array): { home: string; file: string } {
  const home = temporaryFolder();
  const file = join(home, name);
  writeFileSync(file, content);
  return { home, file };
}

test('a mailbox, twice', async () => {
  const { home, file } = homeWith('t.mbox', mbox(SMALL_THREAD));
  expect(whole(await mmlore({ home }, 'ingest', file))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    Read 4 mails, 4 new. Next: \`mmlore check\`, or \`mmlore ui\`
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home }, 'ingest', file))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    Read 0 mails, 0 new. 1 source unchanged since the last run.
    [EOF]
    --- exit 0"
  `);
});

test('standard input', async () => {
  const home = temporaryFolder();
  expect(whole(await mmlore({ home, stdin: mbox(SMALL_THREAD) }, 'ingest', '-', '--json'))).toMatchInlineSnapshot(`
    "{
      "schema": "mmlore.ingest/1",
      "sources": [
        {
          "source": "-",
          "messages": 4,
          "new": 4,
          "removed": 0,
          "unchanged": false,
          "issues": []
        }
      ],
      "new": 4,
      "derived": 4
    }
    [EOF]
    --- stderr
    Read 4 mails, 4 new. Next: \`mmlore check\`, or \`mmlore ui\`
    [EOF]
    --- exit 0"
  `);
});

test('an inbox that deletes a mail', async () => {
  const home = temporaryFolder();
  const raw = (draft: Draft) => mbox([draft]).replace(/^From .*\n/, '');
  const [patch, reply] = SMALL_THREAD as readonly [Draft, Draft];
  commitTo(home, 0, ['m', raw(patch)], ['m', raw(reply)]);
  await mmlore({ home }, 'ingest', home);
  commitTo(home, 0, ['d', raw(reply)]);
  expect(whole(await mmlore({ home }, 'ingest', home))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    Read 0 mails, 0 new, 1 removed.
    [EOF]
    --- exit 0"
  `);
  const left = 'SELECT message_id FROM v_message UNION ALL SELECT message_id FROM v_claim ORDER BY 1';
  expect((await mmlore({ home }, 'query', left)).stdout).not.toContain(reply.id);
  expect((await mmlore({ home }, 'query', left)).stdout).toContain(patch.id);
});

describe('a Message-ID', () => {
  const packed = gzipSync(mbox(SMALL_THREAD));

  /** The address of a server that answers as an archive does. */
  async function archive(answer: (path: string) => { status: number; body?: Buffer }): Promise<string> {
    const server = createServer((request, response) => {
      const { status, body } = answer(request.url ?? '');
      response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test('is asked of the archive that --lore or the environment names', async () => {
    const asked: string[] = [];
    const lore = await archive((path) => {
      asked.push(path);
      return { status: 200, body: packed };
    });
    const [home, other] = [temporaryFolder(), temporaryFolder()];
    const read = await mmlore({ home }, 'ingest', '--lore', lore, 'https://lore.kernel.org/r/review@example.org');
    expect(read.stderr).toContain('Read 4 mails, 4 new.');
    await mmlore({ home: other, env: { MMLORE_LORE: lore } }, 'ingest', '<review@example.org>');
    expect(asked).toEqual(Array(2).fill('/all/review@example.org/t.mbox.gz'));
  });

  test('that the archive does not have', async () => {
    const lore = await archive(() => ({ status: 404 }));
    const said = whole(await mmlore({ home: temporaryFolder() }, 'ingest', '--lore', lore, '<1@x>'));
    expect(said.replaceAll(lore, 'LORE')).toMatchInlineSnapshot(`
      "[EOF]
      --- stderr
      error: trouble with <1@x>
      caused by: the archive does not have this mail (404)
      hint: Look at the address and the network, name another archive with --lore, or save the thread as a file.
      Read 0 mails, 0 new.
      [EOF]
      --- exit 1"
    `);
  });
});

test('no such file, beside one that is there', async () => {
  const { home, file } = homeWith('t.mbox', mbox(SMALL_THREAD));
  expect(whole(await mmlore({ home }, 'ingest', `${home}/nowhere.mbox`, file))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: trouble with $HOME/nowhere.mbox
    caused by: there is no such file or folder, and this is no Message-ID
    hint: Give the path of an mbox, a mail, a maildir or a public-inbox, a Message-ID, or - for standard input.
    Read 4 mails, 4 new. Next: \`mmlore check\`, or \`mmlore ui\`
    [EOF]
    --- exit 1"
  `);
});

test('a file that is no mailbox', async () => {
  const { home, file } = homeWith('notes.txt', 'Buy milk.\nCall the bank.\n');
  expect(whole(await mmlore({ home }, 'ingest', file))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: trouble with $HOME/notes.txt
    caused by: this is no mailbox, mail or archive page
    hint: Give an mbox, a mail, or the text of an archive page; each plain, .gz or .xz.
    Read 0 mails, 0 new.
    [EOF]
    --- exit 1"
  `);
});

test('a gzip file that ends early keeps what came before', async () => {
  const noise = Array.from({ length: 20_000 }, (_, i) => ((i * 2654435761) % 4294967296).toString(36)).join('\n');
  const packed = gzipSync(mbox([...SMALL_THREAD, { id: 'noise@example.org', subject: 'noise', text: noise }]));
  const { home, file } = homeWith('t.mbox.gz', packed.subarray(0, packed.length - 2000));
  expect(whole(await mmlore({ home }, 'ingest', file))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: trouble with $HOME/t.mbox.gz
    caused by: the gzip stream is damaged or ends early (unexpected end of file); what came before was read
    hint: What came before the damage is in the database; fetch the file again.
    Read 5 mails, 5 new. Next: \`mmlore check\`, or \`mmlore ui\`
    [EOF]
    --- exit 1"
  `);
  const kept = await mmlore({ home }, 'query', 'SELECT count(*) >= 4 AS kept FROM v_message', '--json=lines');
  expect(kept.stdout).toBe('{"kept":1}\n[EOF]');
});

test('an empty mailbox', async () => {
  const { home, file } = homeWith('empty.mbox', '');
  expect(whole(await mmlore({ home }, 'ingest', file))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    warning: trouble with $HOME/empty.mbox
    caused by: the archive is empty
    hint: There was nothing to read.
    Read 0 mails, 0 new.
    [EOF]
    --- exit 0"
  `);
});

test('a mail that is binary junk, between two that are not', async () => {
  const [first, second] = SMALL_THREAD;
  if (first === undefined || second === undefined) throw new Error('expected two mails');
  const junk = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256).filter((byte) => byte !== 10));
  const separator = Buffer.from('From mboxrd@z Thu Jan  1 00:00:00 1970\nX-Junk: 1\n\n');
  const { home, file } = homeWith(
    't.mbox',
    Buffer.concat([Buffer.from(mbox([first])), separator, junk, Buffer.from('\n\n'), Buffer.from(mbox([second]))]),
  );
  expect(whole(await mmlore({ home }, 'ingest', file))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    Read 3 mails, 3 new. Next: \`mmlore check\`, or \`mmlore ui\`
    [EOF]
    --- exit 0"
  `);
  const issues = await mmlore(
    { home },
    'query',
    "SELECT code FROM v_issue WHERE stage = 'mail' ORDER BY code",
    '--csv',
  );
  expect(issues.stdout).toContain('mail.no-message-id');
  expect((await mmlore({ home }, 'threads', '--json=lines')).stdout.split('\n')).toHaveLength(3);
});

test('a diff whose hunk counts lie', async () => {
  const lying = SMALL_THREAD.map((draft) => ({
    ...draft,
    text: draft.text.replace('@@ -10,7 +10,8 @@', '@@ -10,70 +10,3 @@'),
  }));
  const { home, file } = homeWith('t.mbox', mbox(lying));
  expect((await mmlore({ home }, 'ingest', file)).exitCode).toBe(0);
  expect(
    (await mmlore({ home }, 'query', "SELECT DISTINCT code FROM v_issue WHERE code LIKE 'patch.%'", '--csv')).stdout,
  ).toMatchInlineSnapshot(`
    "code
    patch.hunk-count
    [EOF]"
  `);
  expect(
    (await mmlore({ home }, 'query', 'SELECT path, function, added, removed FROM v_hunk', '--csv')).stdout,
  ).toMatchInlineSnapshot(`
    "path,function,added,removed
    mm/rmap.c,drop_rmap,2,1
    mm/rmap.c,drop_rmap,2,1
    [EOF]"
  `);
});

test('a database of a newer version', async () => {
  const { home, file } = homeWith('t.mbox', mbox(SMALL_THREAD));
  await mmlore({ home }, 'ingest', file);
  const later = await connect(join(home, 'mmlore', 'mmlore.db'), 'write');
  await later.exec('PRAGMA user_version = 99');
  await later.close();
  const ran = await mmlore({ home }, 'ingest', file);
  expect(whole(ran).replace(/up to \d+/, 'up to N')).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: cannot use the database $HOME/mmlore/mmlore.db
    caused by: its schema has version 99, this program knows versions up to N
    hint: Install the newer mmlore that made it, or name another database with --db.
    [EOF]
    --- exit 1"
  `);
});

test('a folder that cannot be written', async () => {
  const { home, file } = homeWith('t.mbox', mbox(SMALL_THREAD));
  expect(whole(await mmlore({ home }, '--db', '/proc/mmlore/mmlore.db', 'ingest', file))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: cannot use the database /proc/mmlore/mmlore.db
    caused by: its folder cannot be made
    caused by: ENOENT: no such file or directory, mkdir '/proc/mmlore'
    hint: Name another place with --db.
    [EOF]
    --- exit 1"
  `);
  mkdirSync(join(home, 'folder'));
  expect(whole(await mmlore({ home }, 'ingest', file, '--db', join(home, 'folder')))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: cannot open the database $HOME/folder
    caused by: it is a directory
    hint: Give the path of a file with --db.
    [EOF]
    --- exit 1"
  `);
  expect(whole(await mmlore({ home }, 'ingest', file, '--db', join(file, 'mmlore.db')))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: cannot use the database $HOME/t.mbox/mmlore.db
    caused by: a part of the path is not a folder
    caused by: $HOME/t.mbox is a file
    hint: Name another place with --db.
    [EOF]
    --- exit 1"
  `);
});

test('reading before anything was ingested', async () => {
  expect(whole(await mmlore({ home: temporaryFolder() }, 'threads'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: there is no database at $HOME/mmlore/mmlore.db
    hint: Read mail into it with \`mmlore ingest ARCHIVE\`, or name another with --db.
    [EOF]
    --- exit 1"
  `);
});

test('escape sequences and bidirectional controls of a mail come out as text', async () => {
  const evil = '\u001b[2Jevil \u202egnp.exe\u009b31m';
  const { home, file } = homeWith(
    't.mbox',
    mbox([
      {
        id: 'evil@example.org',
        subject: evil,
        text: `I think that ${evil} leaks the page here, this is wrong.`,
        from: `"${evil}" <e@example.org>`,
      },
    ]),
  );
  await mmlore({ home }, 'ingest', file);
  for (const args of [
    ['threads'],
    ['threads', '--json'],
    ['threads', '--csv'],
    ['show', 'evil@example.org'],
    ['search', 'leaks'],
    ['export', 'evil@example.org'],
    ['query', 'SELECT * FROM v_message'],
    ['claims'],
  ]) {
    const { stdout, stderr, exitCode } = await mmlore({ home, columns: 120 }, '--no-color', ...args);
    expect(exitCode, args.join(' ')).toBe(0);
    expect(stdout, args.join(' ')).toContain('evil');
    expect(stdout + stderr, args.join(' ')).not.toMatch(/[\u001b\u009b\u202e]/);
  }
});
