import { describe, expect, test } from 'vitest';
import { buildThreads } from '../../src/thread/build.ts';
import { findSeries } from '../../src/thread/series.ts';
import { collectTags, type Tag } from '../../src/thread/tags.ts';
import { readTrailers } from '../../src/thread/trailers.ts';
import { messagesOf, withoutMail } from '../mail/mails.ts';

const inShort = (text: string) =>
  readTrailers(text).map(({ key, value, person, note }) =>
    [key, person === undefined ? value : `${person.name} <${person.email}>`, note]
      .filter((part) => part !== undefined)
      .join(' | '),
  );

describe('trailers of a text', () => {
  test('persons, links and fixes, however they are spelt and wrapped', () => {
    expect(
      inShort(
        [
          'Reported-by: "Doe, Jane" <Jane@example.com>',
          'reviewed-BY: Some, One <some@example.com>',
          '[for the parts that are bogus]',
          'Cc: bare@example.org # v6.1+',
          'Fixes: abcdef012345 ("mm: a long',
          'title")',
          'Link: https://msgid.link/some@id  # first posting',
          'Signed-off-by: Wrapped Person',
          '<wrapped@example.com>',
          'Acked-by: HTML Junker <h@example.com<mailto:h@example.com>>',
        ].join('\n'),
      ),
    ).toEqual([
      'Reported-by | Doe, Jane <jane@example.com>',
      'Reviewed-by | Some, One <some@example.com> | for the parts that are bogus',
      'Cc |  <bare@example.org> | v6.1+',
      'Fixes | abcdef012345 ("mm: a long title")',
      'Link | https://msgid.link/some@id | first posting',
      'Signed-off-by | Wrapped Person <wrapped@example.com>',
      'Acked-by | HTML Junker <h@example.com>',
    ]);
  });

  test('quoted lines, words before a colon, the signature and diffs have none', () => {
    const text = '> Reviewed-by: A <a@b.org>\nNote: this\nHi by: x\n-- \nAcked-by: B <b@b.org>\n';
    expect(inShort(text)).toEqual([]);
    expect(inShort('diff --git a/x b/x\n+Acked-by: B <b@b.org>\n')).toEqual([]);
  });
});

describe.skipIf(withoutMail !== '')(`b4's follow-ups${withoutMail}`, () => {
  async function given(name: string): Promise<readonly Tag[]> {
    const threads = buildThreads(await messagesOf(`mail/fixtures/b4/${name}.mbox`));
    return collectTags(threads, findSeries(threads)).filter(({ source }) => source !== 'commit');
  }

  test('a tag that names somebody else than its giver is told apart', async () => {
    const tags = await given('trailers-followup-bare-address');
    const other = tags.filter(({ identity }) => identity === 'other-person');
    expect(other.map(({ trailer, givenBy }) => [trailer.value, givenBy.email])).toEqual([
      ['Mismatched Reviewer1 <mismatched-reviewer1@example.net>', 'mismatched-reviewer1@example.com'],
    ]);
  });

  test.each([
    ['naked-cover-single', 1],
    ['naked-cover-bugreport', 0],
  ])('%s: a mail above a patch is a cover only if its author sent the patch', async (name, covers) => {
    const series = findSeries(buildThreads(await messagesOf(`mail/fixtures/b4/${name}.mbox`)));
    expect(series.filter(({ cover }) => cover !== undefined)).toHaveLength(covers);
  });
});
