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

/** Processor time in seconds, which other programs on the machine lengthen less than wall time. */
function secondsOf(text: string): number {
  const before = process.cpuUsage();
  const { position } = parseBody(text);
  const { user, system } = process.cpuUsage(before);
  expect(position.end.offset).toBe(text.length);
  return (user + system) / 1e6;
}

describe('5 MB of text', () => {
  const fill = (piece: string, size: number): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);

  it.each([
    ['one line', 'a'],
    ['words', 'word and word\n'],
    ['quotes', '> > > quoted words\nown words\n'],
    ['quote marks', '>'],
    ['signatures', '--\n'],
    ['copied headers', 'From: a\nSent: b\n'],
    ['attributions that never end', 'On Mon, Jul 5, 2021 at 10:11\n'],
    ['hunk headers', '@@ -1,999999 +1,999999 @@\n'],
    ['race headers', 'CPU0        CPU1\n'],
    ['code', '\tf();\n\n'],
  ])('of %s takes no more than linear time', (_, piece) => {
    const small = secondsOf(fill(piece, 500_000));
    const large = secondsOf(fill(piece, 5_000_000));
    // Ten times the text in a hundred times the time would be quadratic; garbage collection and company cost the rest.
    expect(large).toBeLessThan(30 * Math.max(small, 0.1));
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
