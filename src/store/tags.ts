import type { Identity, Tag } from '../thread/tags.ts';
import { given } from './bulk.ts';
import type { Writer } from './connection.ts';

/** A trailer that was given to a patch. */
export interface GivenTag {
  /** The mail that carries it. */
  readonly messageId: string;
  /** The patch, or the cover letter where it is given to the whole series. */
  readonly patchMessageId: string;
  readonly key: string;
  readonly value: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly note: string | undefined;
  readonly givenIn: Tag['source'];
  readonly identity: Identity;
}

/** Replaces the tags that some mails carry. */
export async function putTags(
  connection: Writer,
  messageIds: readonly string[],
  tags: readonly GivenTag[],
): Promise<void> {
  await connection.run('DELETE FROM tag WHERE message_id IN (SELECT value FROM json_each(?))', [
    JSON.stringify(messageIds),
  ]);
  await connection.run(
    `INSERT INTO tag (message_id, tag, patch_message_id, key, value, name, email, note, given_in, identity)
     SELECT t ->> 'messageId', row_number() OVER (PARTITION BY t ->> 'messageId' ORDER BY key) - 1,
            t ->> 'patchMessageId', t ->> 'key', t ->> 'value', t ->> 'name', t ->> 'email', t ->> 'note',
            t ->> 'givenIn', t ->> 'identity'
     FROM ${given('t')}`,
    [JSON.stringify(tags)],
  );
}
