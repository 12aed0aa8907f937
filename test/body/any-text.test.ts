import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../../src/body/parse.ts';
import { describeShared, SHARED, sharedMessages } from '../shared.ts';
import { joined } from './outline.ts';

/** Lines that mean something to one of the constructs, to be mixed at random. */
const LINES = [
  '',
  ' ',
  '-- ',
  '--',
  '---',
  '[...]',
  '> ',
  '>',
  '>> a',
  '> > b',
  '| c',
  'JD> d',
  'On Mon, Jul 5, 2021 at 10:11, X wrote:',
  'X <x@y> writes:',
  '-----Original Message-----',
  'From: X <x@y>',
  'Sent: today',
  'To: y',
  'Subject: z',
  'diff --git a/x b/x',
  '--- a/x',
  '+++ b/x',
  '@@ -1,2 +1,3 @@ f(void)',
  '@@ -1 +1 @@',
  '@@@ -1 -1 +1 @@@',
  '+\tadded();',
  '-\tgone();',
  ' \tsame();',
  '\\ No newline',
  '\tcode();',
  '}',
  'CPU0        CPU1',
  '====   ====',
  '[   1.2] Call Trace:',
  'Reviewed-by: X <x@y>',
  'Fixes: 0123456',
  '____________________________',
  ' x | 2 +-',
  '1:  0123456 = 1:  0123456 s',
  'Some words, and more of them.',
  'a\r',
  '\u0000',
  '\u{1F600} 写道：',
  '-----BEGIN PGP SIGNATURE-----',
];

const anyMail = fc
  .array(
    fc.oneof(fc.constantFrom(...LINES), fc.string({ maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 12 })),
    { maxLength: 60 },
  )
  .chain((lines) => fc.constantFrom('\n', '\r\n').map((end) => lines.join(end)));

describe('any text', () => {
  it('is read without an error into leaves that give it back', () => {
    fc.assert(
      fc.property(anyMail, (text) => {
        const body = parseBody(text);
        expect(joined(text, body)).toBe(text);
        JSON.stringify(body);
      }),
      { numRuns: 400 },
    );
  });

  it('quoted 20,000 deep overflows nothing', () => {
    const text = `${'> '.repeat(20_000)}deep\n${'>'.repeat(20_000)}\n`;
    const body = parseBody(text);
    expect(joined(text, body)).toBe(text);
    expect(JSON.stringify(body).length).toBeGreaterThan(0);
  });
});

describe('5 MB of text', () => {
  const SIZE = 5_000_000;
  const fill = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);

  it.each([
    ['one line', fill('a')],
    ['words', fill('word and word\n')],
    ['quotes', fill('> > > quoted words\nown words\n')],
    ['quote marks', fill('>')],
    ['signatures', fill('--\n')],
    ['copied headers', fill('From: a\nSent: b\n')],
    ['attributions that never end', fill('On Mon, Jul 5, 2021 at 10:11\n')],
    ['hunk headers', fill('@@ -1,999999 +1,999999 @@\n')],
    ['race headers', fill('CPU0        CPU1\n')],
    ['code', fill('\tf();\n\n')],
  ])('of %s is read in under 2 s of processor time', (_, text) => {
    const before = process.cpuUsage();
    const { position } = parseBody(text);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(2);
    expect(position.end.offset).toBe(SIZE);
  });
});

describeShared('mail/edge-cases', () => {
  it('leaves give back the text of awkward mails', async () => {
    const folder = new URL('mail/edge-cases/', SHARED);
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.eml'))) {
      for (const { text } of await sharedMessages(`mail/edge-cases/${name}`)) {
        expect(joined(text, parseBody(text)), name).toBe(text);
      }
    }
    expect(readFileSync(new URL('MANIFEST.tsv', folder), 'utf8')).toContain('quote-depth-9plus');
  });
});
