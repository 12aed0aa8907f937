import { describe, expect, test } from 'vitest';
import { agreementOf, mergeCopies } from '../../src/mail/copies.ts';
import { footerOffset } from '../../src/mail/list-footer.ts';
import { message } from '../thread/messages.ts';
import { filesOf, messagesOf, withoutMail } from './mails.ts';

const MAILMAN =
  '_______________________________________________\nlinux-mm mailing list\nlinux-mm@x.org\nhttps://x.org/linux-mm\n';

describe('how copies agree', () => {
  const one = message({ messageId: '1', contentHash: 'a', text: 'Words.\n\nMore.\n' });
  test.each([
    ['same-content', message({ messageId: '1', contentHash: 'a', text: 'Words.\n\nMore.\n' })],
    ['same-text', message({ messageId: '1', contentHash: 'b', text: 'Words.\n\nMore.\n\n' })],
    ['list-footer', message({ messageId: '1', contentHash: 'b', text: `Words.\n\nMore.\n\n${MAILMAN}` })],
    ['white-space', message({ messageId: '1', contentHash: 'b', text: 'Words. More.\n' })],
    ['different-text', message({ messageId: '1', contentHash: 'b', text: 'Other words.\n' })],
  ])('%s', (agreement, other) => expect(agreementOf(one, other)).toBe(agreement));
});

test('the canonical copy is the one of the list that changes mails least, whatever the order', () => {
  const copies = ['lists.ozlabs.org', 'lists.linux.dev', 'vger.kernel.org', 'groups.example'].map((host) =>
    message({ messageId: '1', listIds: [`x.${host}`], contentHash: host }),
  );
  for (const order of [copies, [...copies].reverse()]) {
    const [delivered] = mergeCopies(order);
    expect(delivered?.canonical.listIds).toEqual(['x.vger.kernel.org']);
    expect(delivered?.listIds).toEqual([
      'x.groups.example',
      'x.lists.linux.dev',
      'x.lists.ozlabs.org',
      'x.vger.kernel.org',
    ]);
  }
});

test.each([
  ['mailman', `Words.\n${MAILMAN}`],
  ['majordomo', 'Words.\n--\nTo unsubscribe from this list: send the line "unsubscribe linux-mm" in\nthe body\n'],
  ['kvack', "Words.\n\n--\nTo unsubscribe, send a message with 'unsubscribe linux-mm' in\nthe body\n"],
  [
    'Google Groups',
    'Words.\n\n-- \nYou received this message because you are subscribed to the Google Groups "x" group.\n',
  ],
])('the footer of %s starts after the words', (_list, text) => {
  expect(text.slice(0, footerOffset(text))).toBe('Words.');
});

test('a text without a footer has none', () => expect(footerOffset('Words.\n-- \nMe\n')).toBe(14));

describe.skipIf(withoutMail !== '')(`real copies${withoutMail}`, () => {
  test('47 deliveries of 15 mails are 15 mails, each copy with its reason', async () => {
    const messages = await messagesOf(...filesOf('mail/duplicates', '.eml'));
    const merged = mergeCopies(messages);
    expect([messages.length, merged.length]).toEqual([47, 15]);
    const reasons = merged.flatMap(({ copies }) => copies.map(({ agreement }) => agreement));
    expect(reasons.filter((reason) => reason === 'same-content')).toHaveLength(17);
    // linuxppc-dev takes recipients out of To and Cc
    expect(reasons.filter((reason) => reason === 'same-text')).toHaveLength(15);
    expect(merged.every(({ canonical }) => canonical.listIds[0]?.endsWith('.vger.kernel.org'))).toBe(true);
    expect(merged.every(({ listIds, copies }) => listIds.length === copies.length + 1)).toBe(true);
  });
});
