import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BodyNode, Leaf } from '../../src/body/nodes.ts';
import { parseBody } from '../../src/body/parse.ts';
import { isArchivePage, readArchivePage } from '../../src/mail/archive-page.ts';
import type { Message } from '../../src/mail/message.ts';
import { restoreContextMarks } from '../../src/mail/page-diff.ts';
import { readLevels } from '../../src/mail/quote-marks.ts';
import { filesOf, itemsOf, messagesIn, messagesOf, shared, withoutMail } from './mails.ts';

const seeds = withoutMail === '' ? readdirSync(shared('seeds')).filter((name) => name.endsWith('.txt')) : [];

const page = (text: string) => `Re: [PATCH] mm: x\n\nFrom: Jane Doe\nDate: Thu Jun 28 2018 - 10:49:44 EST\n\n\n${text}`;

describe('a page with its lines', () => {
  test('title, sender, date and text; the time is New York’s, summer time included', async () => {
    const [message] = await messagesIn(page('On 28 June, Bob <bob@xxxxxxxx> wrote:\n> a\n> b\n\nNo.\n'));
    expect(message).toMatchObject({
      subject: 'Re: [PATCH] mm: x',
      from: { name: 'Jane Doe', email: '' },
      date: '2018-06-28T14:49:44.000Z',
      text: 'On 28 June, Bob <bob@xxxxxxxx> wrote:\n> a\n> b\n\nNo.\n',
    });
    expect(message?.issues.map(({ code }) => code)).toEqual(['page.headers', 'page.addresses']);
  });

  test('whatever fields it shows in whatever order, with or without blank lines, its text is kept', () => {
    const from = 'From: Jane Doe';
    const date = 'Date: Thu Jun 28 2018 - 10:49:44 EST';
    const others = ['To: Bob, "Doe, Ann" <ann@xxxxxxxx>', 'Cc: linux-mm', 'Message-ID: <1@x>', 'Reply-To: Jane'];
    fc.assert(
      fc.property(
        fc.subarray(others).chain((some) => {
          const fields = [from, date, ...some];
          return fc.shuffledSubarray(fields, { minLength: fields.length });
        }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 6, maxLength: 6 }),
        (fields, blanks) => {
          const head = fields.map((field, at) => `${'\n'.repeat(at < 2 ? (blanks[at] ?? 0) : 0)}${field}\n`).join('');
          const text = 'On 28 June, Bob wrote:\n> a\n> b\n\nNo.\n';
          const whole = `Re: [PATCH] mm: x\n${head}\n${text}`;
          const message = readArchivePage(Buffer.from(whole), { source: 'test', offset: 0 });
          expect(isArchivePage(whole)).toBe(true);
          expect(message).toMatchObject({ subject: 'Re: [PATCH] mm: x', from: { name: 'Jane Doe' }, text });
          expect(message.date).toBe('2018-06-28T14:49:44.000Z');
          if (fields.some((field) => field.startsWith('To:'))) {
            expect(message.to).toEqual([
              { name: 'Bob', email: '' },
              { name: 'Doe, Ann', email: 'ann@xxxxxxxx' },
            ]);
          }
          if (fields.some((field) => field.startsWith('Message-ID:'))) expect(message.messageId).toBe('1@x');
        },
      ),
    );
  });

  test('a mail is no page, nor is a page without sender or date', () => {
    const [from, date] = ['From: Jane Doe', 'Date: Thu Jun 28 2018 - 10:49:44 EST'];
    for (const text of [`${from}\n${date}\n\nx\n`, `Title\n\n${from}\n\nx\n`, `Title\n\n${date}\n\nx\n`, 'Title\n']) {
      expect(isArchivePage(text)).toBe(false);
    }
  });

  test('it answers a made-up mail for each quote level, the same each time', async () => {
    const text = page('> > a\n> > b\n> c\n> d\nNo.\n');
    const [message] = await messagesIn(text);
    const [hash] = message?.messageId.split('@') ?? [];
    expect(message?.references).toEqual([`2.${hash}@quoted.invalid`, `1.${hash}@quoted.invalid`]);
    expect((await messagesIn(text))[0]?.messageId).toBe(message?.messageId);
  });
});

describe('context lines that lost their blank', () => {
  const restored = (...lines: readonly string[]) => restoreContextMarks(lines.join('\n')).text.split('\n');

  test('get it back within the counts of a hunk header, a comment between them or not', () => {
    expect(restored('> @@ -1,3 +1,3 @@', '> a;', '> -b;', 'Why?', '> +c;', '> }', '> words')).toEqual([
      '> @@ -1,3 +1,3 @@',
      '>  a;',
      '> -b;',
      'Why?',
      '> +c;',
      '>  }',
      '> words',
    ]);
    expect(restored('@@ -1 +1 @@', '-a', '+b', 'words')).toEqual(['@@ -1 +1 @@', '-a', '+b', 'words']);
  });

  test('get it back in a quote whose headers were trimmed, where many lines are changed', () => {
    expect(restored('> -a();', '> -b();', '> keep();', '> +c();', '> +d();', '> }')).toEqual([
      '> -a();',
      '> -b();',
      '>  keep();',
      '> +c();',
      '> +d();',
      '>  }',
    ]);
  });

  test('quoted words get none', () => {
    const words = ['> I think', '> - one', '> that is all', '> there is', '> to say', '> about', '> it', '> really'];
    expect(restored(...words)).toEqual(words);
  });

  test('a hunk that kept its blanks stays as it is', () => {
    const hunk = ['> @@ -1,2 +1,2 @@', '>  a', '> -b', '> +c'];
    expect(restored(...hunk)).toEqual(hunk);
  });
});

describe('runs of quote marks', () => {
  /** `4 4`: a blank line at level 4, then the line at level 4. */
  const levels = (deepest: number, ...lines: readonly (readonly [number, string])[]) =>
    readLevels(
      lines.map(([marks, text]) => ({ marks, text })),
      deepest,
    ).map(({ blanks, level }) => [...blanks, level].join(' '));
  const hunk = [5, '@@ -1,3 +1,3 @@'] as const;

  test.each([
    ['the same level goes on', [5, '+ text'], '5'],
    ['a blank line at the same level', [10, '+ x'], '5 5'],
    ['a commenter answers, with a blank line', [8, 'Is this a good default'], '4 4'],
  ] as const)('%s', (_name, line, level) => expect(levels(5, hunk, [5, '-a;'], line)).toEqual(['5', '5', level]));

  test('own words have no marks and leave the levels around them', () => {
    expect(levels(2, [2, 'a b c d'], [2, 'e f g h'], [0, 'No.'], [2, 'i j k l'])).toEqual(['2', '2', '0', '2']);
  });

  test('an attribution opens a level', () => {
    expect(levels(2, [1, 'On Monday, Ann wrote:'], [2, 'words'], [2, 'more'], [2, 'Answer.'], [1, 'Goes on.'])).toEqual(
      ['1', '2', '2', '1 1', '1'],
    );
  });

  test('many lines of a run of two are lines at level 2, not blank lines between lines at level 1', () => {
    expect(new Set(levels(2, [1, 'a'], ...Array.from({ length: 9 }, () => [2, 'b'] as const)).slice(1))).toEqual(
      new Set(['2']),
    );
  });

  test('10,000 runs, or a run of 10,000 marks, take no time to speak of', () => {
    const started = performance.now();
    levels(9, [10_000, 'x']);
    levels(9, ...Array.from({ length: 10_000 }, (_, at) => [1 + (at % 30), 'x'] as const));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe.skipIf(withoutMail !== '')(`the five seed pages${withoutMail}`, () => {
  test.each(seeds)('%s is one mail', async (name) => {
    const items = await itemsOf(`seeds/${name}`);
    expect(items.map(({ kind }) => kind)).toEqual(['message']);
  });

  test.each(seeds.map((name, at) => [name, at] as const))('%s is the mail of the real thread', async (name, at) => {
    const [message] = await messagesOf(`seeds/${name}`);
    const thread = await messagesOf(`mail/seed-threads/seed-${at}.mbox.gz`);
    const real = thread.find((one) => one.from.name === message?.from.name && minutes(one, message) < 5);
    expect(real?.subject.replace(/\s+/g, ' ').startsWith(message?.subject ?? '?')).toBe(true);
  });

  test('the page without line breaks: its lines come back, nearly all at their quote level', async () => {
    const [message] = await messagesOf(`seeds/${seeds.find((name) => name.startsWith('002'))}`);
    const thread = await messagesOf('mail/seed-threads/seed-2.mbox.gz');
    const real = thread.find(({ messageId }) => messageId === message?.messageId);
    const found = leveled(message?.text ?? '');
    const wanted = leveled(real?.text ?? '');
    const texts = new Set(found.map(({ text }) => text));
    const places = new Set(found.map(({ level, text }) => `${level} ${text}`));
    const quoted = wanted.filter(({ level }) => level > 0);
    const kept = quoted.filter(({ text }) => texts.has(text)).length / quoted.length;
    const atLevel = quoted.filter(({ level, text }) => places.has(`${level} ${text}`)).length / quoted.length;
    expect(kept).toBeGreaterThan(0.98);
    expect(atLevel).toBeGreaterThan(0.95);
  });
});

describe.skipIf(withoutMail !== '')(`real replies shown as a page would${withoutMail}`, () => {
  test('without line breaks: nine of ten quoted lines come back at their level', async () => {
    const head =
      'From mboxrd@z Thu Jan 1 00:00:00 1970 Return-Path: From: A To: B Subject: Re: x Date: Wed, 23 Jun 2021 16:04:03 +1000 List-ID: ';
    let [quotedLines, atLevel] = [0, 0];
    for (const { text } of await messagesOf(...filesOf('mail/threads', '.mbox.gz'))) {
      if (!/^On [^>]{5,160} wrote:\n/.test(text) || /^>>/m.test(text)) continue;
      const page = `${head}${text.replace(/<[^<>\n]*>/g, '')}`.replace(/\s+/g, ' ');
      const { text: found } = readArchivePage(Buffer.from(page), { source: 'test', offset: 0 });
      const places = new Set(leveled(found).map((line) => `${line.level} ${line.text}`));
      const wanted = leveled(text).filter(({ level }) => level > 0);
      quotedLines += wanted.length;
      atLevel += wanted.filter((line) => places.has(`${line.level} ${line.text}`)).length;
    }
    expect(quotedLines).toBeGreaterThan(10_000);
    expect(atLevel / quotedLines).toBeGreaterThan(0.94);
  });

  test('without leading blanks: nearly all context lines get their mark, nearly no words do', async () => {
    let [context, marked, words, wrong] = [0, 0, 0, 0];
    for (const { subject, text } of await messagesOf(...filesOf('mail/threads', '.mbox.gz'))) {
      if (!/^Re:/i.test(subject)) continue;
      const page = text
        .split('\n')
        .map((line) =>
          line.replace(/^((?:> ?)*)(.*)$/, (_line, marks, rest) => marks + rest.replace(/\s+/g, ' ').trim()),
        );
      const found = restoreContextMarks(page.join('\n')).text.split('\n');
      for (const { type, lines, position } of leavesOf(parseBody(text).children)) {
        for (const [at, line] of lines.entries()) {
          const isMarked = /^(?:> ?)* /.test((found[position.start.line - 1 + at] ?? '').replace(/^(?:> ?)*/, ''));
          if (type === 'diff' && /^ \s*[^\s|]+$|^ [^|]*[;{}()][^|]*$/.test(line)) {
            context += 1;
            marked += Number(isMarked);
          } else if (type === 'prose' && line.trim() !== '') {
            words += 1;
            wrong += Number(isMarked);
          }
        }
      }
    }
    expect(context).toBeGreaterThan(3000);
    expect(marked / context).toBeGreaterThan(0.9);
    expect(wrong / words).toBeLessThan(0.02);
  });
});

function leavesOf(nodes: readonly BodyNode[]): readonly Leaf[] {
  return nodes.flatMap((node) => (node.type === 'quote' ? leavesOf(node.children) : [node]));
}

function minutes(a: Message, b: Message | undefined): number {
  return Math.abs(Date.parse(a.date ?? '') - Date.parse(b?.date ?? '')) / 60_000;
}

/** Lines with their quote level, without what a page loses: blanks, and what stands in angle brackets. */
function leveled(text: string): readonly { level: number; text: string }[] {
  return text
    .split('\n')
    .map((line) => {
      const marks = /^(?:> ?)*/.exec(line)?.[0] ?? '';
      const bare = line
        .slice(marks.length)
        .replace(/<[^<>]*>/g, '')
        .replace(/\s+/g, '');
      return { level: marks.replace(/[^>]/g, '').length, text: bare };
    })
    .filter((line) => line.text !== '');
}
