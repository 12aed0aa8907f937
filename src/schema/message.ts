import * as z from 'zod';

/** A row of `v_message`. */
export const messageRow = z
  .strictObject({
    message_id: z.string(),
    thread_id: z.string().nullable(),
    parent_message_id: z.string().nullable(),
    depth: z.int(),
    date: z.string().nullable(),
    from_name: z.string(),
    from_email: z.string(),
    subject: z.string(),
    list_ids: z.array(z.string()).readonly(),
    is_bot: z.boolean(),
    is_ghost: z.boolean().describe('others refer to it, and no source delivered it'),
    series_id: z.string().nullable(),
    version: z.int().nullable(),
    part: z.int().nullable(),
    parts: z.int().nullable(),
    text: z.string().nullable().describe('decoded; null for a ghost of which nothing is known'),
    raw_bytes: z.int().nullable(),
  })
  .readonly()
  .meta({ id: 'message' });

/** A mail that a search found. */
export const hitRow = z
  .strictObject({
    message_id: z.string(),
    thread_id: z.string().nullable(),
    date: z.string().nullable(),
    from_name: z.string(),
    from_email: z.string(),
    subject: z.string(),
  })
  .readonly()
  .meta({ id: 'hit' });
