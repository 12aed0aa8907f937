import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../../src/body/parse.ts';
import { extractClaims, type Parent, type ReviewMail } from '../../src/claims/extract.ts';
import { mailOf } from './mail.ts';

const PATCH: Parent = { messageId: 'patch@x', from: { name: '', email: 'author@x' }, isPatch: true };

const claimsIn = (text: string, more: Partial<ReviewMail> = {}) =>
  extractClaims({ ...mailOf('reply@x', 'reviewer@x', text, [PATCH]), ...more });

const REPLY = `On Monday, Author wrote:
> This frees the table at once, without a notifier.

I think this is racy: the IOMMU may still walk the page table.
Doesn't this leak the table when fork() fails?

> +	pte_free(mm, table);

Please add a comment here.

Acked-by: Reviewer <reviewer@x>
`;

describe('extraction', () => {
  it('finds what the sender says, in order, with its place in the text', () => {
    const claims = claimsIn(REPLY);
    expect(claims.map(({ kind, evidence }) => [kind, evidence])).toEqual([
      ['concern', 'I think this is racy: the IOMMU may still walk the page table.'],
      ['concern', "Doesn't this leak the table when fork() fails?"],
      ['request', 'Please add a comment here.'],
      ['endorsement', 'Acked-by: Reviewer <reviewer@x>'],
    ]);
    for (const { start, end, evidence } of claims) expect(REPLY.slice(start, end)).toBe(evidence);
  });
  it('marks doubt, names concepts and tells its cues', () => {
    const [first] = claimsIn(REPLY);
    expect(first?.hedged).toBe(true);
    expect(first?.concepts).toContain('iommu');
    expect(first?.cues).toContain('concern: race (racy)');
    expect(first?.cues).toContain('hedge: I think (i think)');
  });
  it('leaves out quotes, greetings, thanks and signatures', () => {
    expect(claimsIn('> This is broken and racy.\n\nThanks,\nJane\n-- \nThis is racy.\n')).toEqual([]);
  });
  it('gives two claims of the same words two ids, and the same mail the same ids', () => {
    const text = '> First, is this right?\n\nYes, it is.\n\n> Second, is this right?\n\nYes, it is.\n';
    const ids = claimsIn(text).map(({ claimId }) => claimId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
    expect(claimsIn(text).map(({ claimId }) => claimId)).toEqual(ids);
  });
  it('gives a commit message five claims at most, all assertions, and takes no trailer of it for given there', () => {
    const text = `${'The code takes the lock and then frees the page table under it. '.repeat(9)}

Reviewed-by: Other <other@x>
Signed-off-by: Author <author@x>
---
v2: renamed things, please take another look at the locking
`;
    const claims = claimsIn(text, { isPatch: true, parents: [] });
    expect(claims.length).toBeGreaterThan(0);
    expect(claims.length).toBeLessThanOrEqual(5);
    expect(new Set(claims.map(({ kind }) => kind))).toEqual(new Set(['assertion']));
  });
  it.each([
    ['lkp@intel.com', '', true],
    ['syzbot+7534f060@syzkaller.appspotmail.com', '', true],
    ['somebody@intel.com', 'kernel test robot', true],
    ['somebody@intel.com', 'Some Body', false],
  ])('marks what programs say, whosever address they use: %s %s', (email, name, isProgram) => {
    const { message, ...mail } = mailOf('bot@x', email, 'I think that this is racy.\n', [PATCH]);
    const claims = extractClaims({ ...mail, message: { ...message, from: { name, email } } });
    expect(claims.map(({ isBot }) => isBot)).toEqual([isProgram]);
  });
  it('reads any text to the end, and cuts its evidence from it', () => {
    const words = fc.constantFrom(
      '> ',
      'is this racy? ',
      'Agreed. ',
      '\n',
      '(',
      '...',
      '!x ',
      'pte_free() ',
      '- ',
      'but ',
      ';',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        for (const { start, end, evidence } of claimsIn(text, { body: parseBody(text) })) {
          expect(text.slice(start, end).replace(/\s+/g, ' ').trim()).toBe(evidence);
        }
      }),
    );
  });
  it('takes time in proportion to a hostile text', () => {
    const text = `${'? '.repeat(50_000)}x ${'(('.repeat(20_000)} ${'a.'.repeat(20_000)}\n`;
    const before = performance.now();
    claimsIn(text);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
