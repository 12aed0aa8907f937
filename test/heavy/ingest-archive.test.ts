import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/store/connection.ts';
import { mailsOf, mboxEntry } from '../bench/archive-copies.ts';
import { shared } from '../mail/mails.ts';
import { describeShared } from '../shared.ts';
import { digest } from '../store/digest.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(ROOT, 'dist', 'cli.js');
const ARCHIVE = 'mail/bench/nvdimm.mbox.gz';
const MAILS = 14_925;

/** Where mails stood in their archive: what another order of the same mails changes, and nothing else. */
const PLACES = ['source', 'delivery', 'issue.issue_id', 'issue.byte_offset'];

/** Shuffles in place, the same each time (a linear congruential generator, Fisher and Yates). */
function shuffle<Item>(items: Item[]): Item[] {
  let state = 12_345;
  for (let at = items.length - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const other = (state >>> 8) % (at + 1);
    [items[at], items[other]] = [items[other] as Item, items[at] as Item];
  }
  return items;
}

describeShared(ARCHIVE, () => {
  const folder = mkdtempSync(join(tmpdir(), 'mmlore-archive-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const place = (name: string) => join(folder, name);

  function ingest(archive: string, db: string, jobs: number): { messages: number; new: number } {
    const args = [CLI, '--db', place(db), 'ingest', '--json', '--jobs', String(jobs), place(archive)];
    return JSON.parse(execFileSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
      .sources[0];
  }

  async function content(db: string, without: readonly string[] = []): Promise<Record<string, string>> {
    const store = await connect(place(db), 'read');
    const found = await digest(store, without);
    await store.close();
    return found;
  }

  let alone: Record<string, string> = {};

  beforeAll(async () => {
    execFileSync('npm', ['run', 'build', '--silent'], { cwd: ROOT });
    const mails: Buffer[] = [];
    for await (const mail of mailsOf(shared(ARCHIVE))) mails.push(mail);
    const write = (name: string) => pipeline(Readable.from(mails.map(mboxEntry)), createWriteStream(place(name)));
    await write('in-order.mbox');
    shuffle(mails);
    await write('shuffled.mbox');
    expect(ingest('in-order.mbox', '1.db', 1)).toMatchObject({ messages: MAILS });
    alone = await content('1.db');
  });

  test.each([2, 4])('%i jobs give the database that one gives', async (jobs) => {
    expect(ingest('in-order.mbox', `${jobs}.db`, jobs)).toMatchObject({ messages: MAILS });
    expect(await content(`${jobs}.db`)).toEqual(alone);
    rmSync(place(`${jobs}.db`));
  });

  test('a second ingest changes nothing', async () => {
    expect(ingest('in-order.mbox', '1.db', 2)).toMatchObject({ messages: 0, new: 0 });
    expect(await content('1.db')).toEqual(alone);
  });

  test('the same mails in another order give the same, into a new database or one that has them', async () => {
    const before = await content('1.db', PLACES);
    ingest('shuffled.mbox', 'shuffled.db', 2);
    expect(await content('shuffled.db', PLACES)).toEqual(before);
    expect(ingest('shuffled.mbox', '1.db', 2)).toMatchObject({ messages: MAILS, new: 0 });
    // What is wrong with a mail is told for each place where it stands.
    const { issue: _told, ...rest } = before;
    expect(await content('1.db', [...PLACES, 'issue'])).toEqual(rest);
  });
});
