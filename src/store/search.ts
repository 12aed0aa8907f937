import type { Connection } from './connection.ts';

/** The words of a message, by whose they are. */
export interface Words {
  readonly messageId: string;
  readonly subject: string;
  readonly own: string;
  readonly quoted: string;
  readonly diff: string;
}

/** Indexes the words of messages, in place of what was indexed of them before. */
export async function putWords(connection: Connection, words: readonly Words[]): Promise<void> {
  await connection.run(
    `INSERT OR REPLACE INTO message_text (rowid, subject, own, quoted, diff)
     SELECT m.id, w ->> 'subject', w ->> 'own', w ->> 'quoted', w ->> 'diff'
     FROM (SELECT value AS w FROM json_each(?)) JOIN message m ON m.message_id = w ->> 'messageId'`,
    [JSON.stringify(words)],
  );
}
