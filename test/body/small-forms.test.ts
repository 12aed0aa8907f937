import { describe, expect, it } from 'vitest';
import { outline } from './outline.ts';

describe('a cut', () => {
  it.each([
    '[...]',
    '[ ... ]',
    '[snip]',
    '<snip>',
    '...',
    '[ ... 12 lines skipped ... ]',
    '(...)',
    '…',
    '[..]',
    '<...>',
    '-- snip --',
    '[cut]',
  ])('%s', (line) => {
    expect(outline(`${line}\n`)).toBe(`snip: ${line}`);
  });

  it.each(['... and so on', '[1] https://example.org/', 'Do not snip this.', '[PATCH] mm: fix'])(
    'is not %s',
    (line) => {
      expect(outline(`${line}\n`)).not.toContain('snip:');
    },
  );
});

describe('a break', () => {
  it.each(['---', '====', '-- >8 --', '---8<---', '>8----', '8< ---- >8', '~~~~~~'])('%s', (line) => {
    expect(outline(`a\n\n${line}\n\nb\n`)).toBe(`prose: a\nbreak: ${line}\nprose: b`);
  });
});

describe('a trailer', () => {
  it.each([
    ['Reviewed-by: Jane Doe <jane@example.org>', 'Reviewed-by'],
    ['Fixes: 0123456789ab ("mm: fix")', 'Fixes'],
    ['Cc: <stable@vger.kernel.org> # v6.1+', 'Cc'],
    ['Link: https://lore.kernel.org/r/x@y/', 'Link'],
    ['base-commit: 0123456789abcdef', 'base-commit'],
    ['prerequisite-patch-id: 0123456789abcdef', 'prerequisite-patch-id'],
    ['Nacked-by: Jane Doe <jane@example.org>', 'Nacked-by'],
  ])('%s', (line, key) => {
    expect(outline(`${line}\n`)).toBe(`trailer ${key}: ${line}`);
  });

  it('goes on in a folded line', () => {
    expect(outline('Fixes: 0123456789ab ("mm: a subject that\n was folded")\nText.\n')).toBe(
      'trailer Fixes: Fixes: 0123456789ab ("mm: a subject that /  was folded")\nprose: Text.',
    );
  });

  it.each(['Bug: it crashes at once', 'Note: this is racy', 'Link: the flag to the lock'])('is not: %s', (line) => {
    expect(outline(`${line}\n`)).toBe(`prose: ${line}`);
  });
});

describe('what ends a mail', () => {
  it('is a signature behind two dashes', () => {
    expect(outline('Yes.\n-- \nJane\nExample Ltd.\n')).toBe('prose: Yes.\nsignature: --  / Jane / Example Ltd.');
    expect(outline('Yes.\n--\nJane\n')).toBe('prose: Yes.\nsignature: -- / Jane');
  });

  it('is no signature where a long text follows', () => {
    const text = Array.from({ length: 30 }, (_, index) => `Sentence number ${index} goes here.`).join('\n');
    expect(outline(`Yes.\n-- \n${text}\n`)).not.toContain('signature');
  });

  it.each([
    '_______________________________________________\nlinux-mm mailing list\nlinux-mm@example.org\n',
    'To unsubscribe from this list: send the line "unsubscribe linux-mm" in\nthe body of a message\n',
    'You received this message because you are subscribed to the Google Groups "kasan-dev" group.\n',
    'Sent from my phone\n',
    'This email and any attachments are confidential.\n',
  ])('is a footer: %j', (footer) => {
    expect(outline(`Yes.\n\n${footer}`)).toMatch(/^prose: Yes\.\nfooter: /);
  });

  it('is armour and undecoded attachments', () => {
    expect(outline('Yes.\n\n-----BEGIN PGP SIGNATURE-----\n\niQIz\n-----END PGP SIGNATURE-----\n')).toMatch(
      /\nsignature: -----BEGIN/,
    );
    const encoded = `${'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJz'}\n`.repeat(4);
    expect(outline(`Yes.\n\n${encoded}QUJD\n`)).toMatch(/^prose: Yes\.\nfooter: (?:QUJD\S+ \/ ){4}QUJD$/);
  });
});

describe('depths that wrapping broke', () => {
  it('are mended for the tail of a line and for the head of a paragraph', () => {
    const tail = '> > The other thing is that meanwhile the warning says nothing of we\n> improved\n> > the message.\n';
    expect(outline(tail)).not.toMatch(/^quote 1\n/);
    const head =
      '> > That is what I meant.\n> > Right, that is a valid concern which I had\n> too, but it is not\n> trivial.\n';
    expect(outline(head)).toBe(
      'quote 2\n  prose: That is what I meant.\nquote 1\n  prose: Right, that is a valid concern which I had / too, but it is not / trivial.',
    );
  });
});
