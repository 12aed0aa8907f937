/** The bare work that ingesting is compared with, in a process of its own: `ingest-peers.ts WHAT ARCHIVE DB`. */
import { createHash } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { insertRows } from '../../src/store/bulk.ts';
import { connect } from '../../src/store/connection.ts';
import { mailsOf } from './archive-copies.ts';

const WORK: Readonly<Record<string, (archive: string, db: string) => Promise<void>>> = {
  nothing: async () => undefined,
  mailparser: async (archive) => {
    const plain = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true };
    for await (const raw of mailsOf(archive)) await simpleParser(raw, plain);
  },
  floor: async (archive, path) => {
    const connection = await connect(path, 'write');
    await connection.exec('PRAGMA journal_mode = WAL; CREATE TABLE mail (hash TEXT, raw BLOB)');
    await connection.transaction(async () => {
      let rows: [string, Uint8Array][] = [];
      for await (const raw of mailsOf(archive)) {
        rows.push([createHash('sha256').update(raw).digest('hex'), raw]);
        if (rows.length < 64) continue;
        await insertRows(connection, 'INSERT INTO mail VALUES *', rows);
        rows = [];
      }
      await insertRows(connection, 'INSERT INTO mail VALUES *', rows);
    });
    await connection.close();
  },
};

const [what = '', archive = '', db = ''] = process.argv.slice(2);
const work = WORK[what];
if (work === undefined) throw new Error(`expected one of ${Object.keys(WORK).join(', ')}`);
await work(archive, db);
