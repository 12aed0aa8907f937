import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packRaw, unpackRaw } from '../../src/store/raw.ts';

const ENVELOPE = '{"from":{"name":"Ada","email":"ada@example.org"},"references":["v1@example.org"]}';

/** Text as SQLite gives it back: lone surrogates are no UTF-8. */
const stored = fc.string({ unit: 'binary', maxLength: 400 }).map((text) => Buffer.from(text, 'utf8').toString('utf8'));

test('any bytes come back, whatever the headers and the text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), stored, stored, fc.boolean(), (head, envelope, text, isTail) => {
      const raw = isTail ? Buffer.concat([head, Buffer.from(text, 'utf8')]) : Buffer.from(head);
      expect(unpackRaw(packRaw(raw, envelope, text), envelope, text)).toEqual(raw);
    }),
  );
});

test('a text longer than the window of zlib', () => {
  const text = Array.from({ length: 9000 }, (_, i) => `line ${i}\n`).join('');
  const raw = Buffer.from(`Subject: x\n\n${text}-- \nfooter`, 'utf8');
  expect(unpackRaw(packRaw(raw, ENVELOPE, text), ENVELOPE, text)).toEqual(raw);
});

test('what stands in the row anyway takes no space twice', () => {
  const text = 'All of it is said once, and the transfer encoding changes one = sign.\n'.repeat(3);
  const raw = Buffer.from(`From: ada@example.org\n\n${text.replaceAll('=', '=3D')}`, 'utf8');
  const packed = packRaw(raw, ENVELOPE, text);
  expect(packed.endsWithText).toBe(false);
  expect(packed.raw.length).toBeLessThan(deflateSync(raw).length / 2);
});

test('mails that were packed without a dictionary are read as before', () => {
  const raw = Buffer.from('Subject: x\n\nText\n', 'utf8');
  expect(unpackRaw({ raw: deflateSync(raw), endsWithText: false }, ENVELOPE, 'Text\n')).toEqual(raw);
  const head = deflateSync(Buffer.from('Subject: x\n\n', 'utf8'));
  expect(unpackRaw({ raw: head, endsWithText: true }, ENVELOPE, 'Text\n')).toEqual(raw);
});
