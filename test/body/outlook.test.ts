import { describe, expect, it } from 'vitest';
import { outline } from './outline.ts';

const HEADER = `-----Original Message-----
From: Jane Doe <jane@example.org>
Sent: Monday, July 5, 2021 10:11 AM
To: linux-mm@kvack.org
Cc: Max Muster <max@example.org>;
 others@example.org
Subject: RE: [PATCH] mm: fix it
`;

describe('a copied mail header', () => {
  it('makes the unmarked text behind it a quotation', () => {
    expect(outline(`I disagree.\n\n${HEADER}\nThe lock is held.\n> It is not.\n`)).toMatchInlineSnapshot(`
      "prose: I disagree.
      attribution by Jane Doe on Monday, July 5, 2021 10:11 AM: -----Original Message----- / From: Jane Doe <jane@example.org> / Sent: Monday, July 5, 2021 10:11 AM / To: linux-mm@kvack.org / Cc: Max Muster <max@example.org>; /  others@example.org / Subject: RE: [PATCH] mm: fix it
      quote 1 by Jane Doe
        prose: The lock is held.
        quote 2
          prose: It is not."
    `);
  });

  it('leaves marked text behind it as deep as its marks say', () => {
    expect(outline(`${HEADER}\n> The lock is held.\n\nNo.\n`)).toContain(
      'quote 1 by Jane Doe\n  prose: The lock is held.\nprose: No.',
    );
  });

  it('that is quoted with the mail names the author of the words around it', () => {
    const quoted = `${HEADER}\nThe lock is held.\n`.replace(/^/gm, '> ').replace(/> $/, '');
    expect(outline(`${quoted}\nNo.\n`)).toMatch(/^quote 1 by Jane Doe\n {2}attribution/);
  });

  it('may be trimmed to From and Sent', () => {
    expect(outline('> From: Jane Doe <jane@example.org>\n> Sent: Monday, July 5, 2021 10:11 AM\n>\n> Held.\n')).toMatch(
      /^quote 1 by Jane Doe\n {2}attribution by Jane Doe on Monday, July 5, 2021 10:11 AM: /,
    );
  });

  it('may be German or Chinese', () => {
    expect(
      outline('Nein.\n\nVon: Jane Doe\nGesendet: Montag, 5. Juli 2021 10:11\nAn: Max\nBetreff: AW: mm\n\nDoch.\n'),
    ).toContain('quote 1 by Jane Doe\n  prose: Doch.');
    expect(
      outline('不。\n\n发件人: Jane Doe\n发送时间: 2021年7月5日 10:11\n收件人: Max\n主题: mm\n\nYes.\n'),
    ).toContain('quote 1 by Jane Doe\n  prose: Yes.');
  });

  it('is not what git puts over a pasted patch', () => {
    const text =
      'Try this.\n\n-- >8 --\nFrom: Jane Doe <jane@example.org>\nDate: Mon, 5 Jul 2021 10:11:12 +0200\nSubject: [PATCH] mm: fix\n\nWhy.\n';
    expect(outline(text)).not.toContain('quote');
  });
});
