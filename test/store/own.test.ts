import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listNotes, listReadMarks, markRead, putNote } from '../../src/store/own.ts';
import { listThreads } from '../../src/store/view-threads.ts';
import { temporaryFolder } from '../temporary.ts';
import { writeDatabase } from '../ui/database.ts';
import { openedStore } from './stores.ts';

const THREAD = 'cover@example.org';

/** A database with one thread: five delivered mails and a ghost. */
async function ingested() {
  const path = join(temporaryFolder(), 'mmlore.db');
  await writeDatabase(path);
  return openedStore(path);
}

test('a mark stays as it was set first, and is taken away', async () => {
  const connection = await ingested();
  await markRead(connection, [THREAD, 'reply@example.org'], '2026-01-01T00:00:00Z');
  await markRead(connection, [THREAD], '2026-02-02T00:00:00Z');
  expect(await connection.all('SELECT * FROM v_read_mark')).toEqual([
    { message_id: THREAD, thread_id: THREAD, date: '2026-01-01T00:00:00Z' },
    { message_id: 'reply@example.org', thread_id: THREAD, date: '2026-01-01T00:00:00Z' },
  ]);
  expect((await listThreads(connection)).map(({ messages, unread }) => [messages, unread])).toEqual([[5, 3]]);
  await markRead(connection, [THREAD], undefined);
  expect(await listReadMarks(connection, THREAD)).toEqual(['reply@example.org']);
});

test('a note on a mail and one on a claim in it are two, each replaced by the next, and an empty one is none', async () => {
  const connection = await ingested();
  const mail = { messageId: THREAD, claimId: undefined };
  const claim = { messageId: THREAD, claimId: 'c1' };
  await putNote(connection, mail, 'first', '2026-01-01T00:00:00Z');
  await putNote(connection, mail, 'second', '2026-01-02T00:00:00Z');
  await putNote(connection, claim, 'on the claim', '2026-01-03T00:00:00Z');
  expect((await listNotes(connection, THREAD)).map(({ claim_id, text }) => [claim_id, text])).toEqual([
    [null, 'second'],
    ['c1', 'on the claim'],
  ]);
  await putNote(connection, mail, '', '2026-01-04T00:00:00Z');
  expect((await listNotes(connection, THREAD)).map(({ text }) => text)).toEqual(['on the claim']);
});

test('marks and notes outlive deriving everything again', async () => {
  const connection = await ingested();
  await markRead(connection, [THREAD], '2026-01-01T00:00:00Z');
  await putNote(connection, { messageId: THREAD, claimId: undefined }, 'mine', '2026-01-01T00:00:00Z');
  await connection.run('DELETE FROM message');
  expect(await connection.all('SELECT message_id, thread_id FROM v_read_mark')).toEqual([
    { message_id: THREAD, thread_id: null },
  ]);
  expect(await connection.all('SELECT text FROM v_note')).toEqual([{ text: 'mine' }]);
});

test('what is open in a mail that somebody replied to is not unanswered', async () => {
  const connection = await ingested();
  const counts = async () => (await listThreads(connection)).map(({ open, unanswered }) => [open, unanswered]);
  expect(await counts()).toEqual([[1, 0]]);
  await connection.run("DELETE FROM message WHERE parent_message_id = 'reply@example.org'");
  expect(await counts()).toEqual([[1, 1]]);
});

test('a thread whose first mail is missing is called what the earliest of its replies is called', async () => {
  const connection = await ingested();
  await connection.run("UPDATE message SET subject = '' WHERE message_id = ?", [THREAD]);
  const [thread] = await listThreads(connection);
  expect(thread?.subject).toMatch(/mm\/khugepaged: /);
});
