import * as z from 'zod';

/** A row of `v_series`, one version of a series, with how many people gave it which tag. */
export const seriesRow = z
  .strictObject({
    series_id: z.string(),
    version: z.int(),
    thread_id: z.string().nullable(),
    message_id: z.string(),
    date: z.string().nullable(),
    from_name: z.string(),
    from_email: z.string(),
    subject: z.string(),
    parts: z.int(),
    received: z.int().describe('patches of this version that are in the database'),
    previous_message_id: z.string().nullable(),
    link_reason: z.string().nullable(),
    link_confidence: z.number().nullable(),
    reviewed: z.int().describe('people who gave it or a part of it Reviewed-by, in commit messages or by themselves'),
    acked: z.int(),
    tested: z.int(),
    open: z.int().describe('claims about its patches that nobody has answered, promised or changed anything for'),
    confirmed: z.int().describe('claims about its patches that a check confirms'),
  })
  .readonly()
  .meta({ id: 'series' });

/** A row of `v_tag`. */
export const tagRow = z
  .strictObject({
    message_id: z.string().describe('the mail that carries the tag'),
    patch_message_id: z.string(),
    thread_id: z.string().nullable(),
    series_id: z.string().nullable(),
    version: z.int().nullable(),
    part: z.int().nullable(),
    key: z.string(),
    value: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    note: z.string().nullable(),
    given_in: z.enum(['commit', 'reply-to-patch', 'reply-to-cover']),
    identity: z
      .enum(['same-address', 'same-name', 'other-person', 'no-person'])
      .describe('whether the sender of the mail is the person that the tag names'),
    date: z.string().nullable(),
    from_name: z.string(),
    from_email: z.string(),
  })
  .readonly()
  .meta({ id: 'tag' });
