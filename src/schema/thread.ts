import * as z from 'zod';

/** A row of `v_thread`, with what is open and what was found in it. */
export const threadRow = z
  .strictObject({
    thread_id: z.string(),
    subject: z.string(),
    from_name: z.string(),
    from_email: z.string(),
    date: z.string().nullable(),
    last_date: z.string().nullable(),
    messages: z.int(),
    ghosts: z.int(),
    people: z.int(),
    patches: z.int(),
    claims: z.int(),
    open: z
      .int()
      .describe('concerns, requests and questions that nobody has answered, promised or changed anything for'),
    unanswered: z.int().describe('those of the open ones whose mail nobody replied to'),
    confirmed: z.int().describe('claims that a check confirms'),
    unread: z.int().describe('delivered mails without a mark that they were read'),
  })
  .readonly()
  .meta({ id: 'thread' });
