import * as z from 'zod';

/** A row of `v_read_mark`: a mail that was read. */
export const readMarkRow = z
  .strictObject({ message_id: z.string(), thread_id: z.string().nullable(), date: z.string() })
  .readonly()
  .meta({ id: 'read_mark' });

/** A row of `v_note`: what a person wrote for themselves on a mail, or on a claim made in it. */
export const noteRow = z
  .strictObject({
    message_id: z.string(),
    claim_id: z.string().nullable(),
    thread_id: z.string().nullable(),
    text: z.string(),
    date: z.string(),
  })
  .readonly()
  .meta({ id: 'note' });
