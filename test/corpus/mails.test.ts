import { describe, expect, test } from 'vitest';
import { CLAIM_KINDS } from '../../src/claims/claim.ts';
import { reviewMessages } from '../../src/ingest/review-messages.ts';
import { linkVersions } from '../../src/thread/versions.ts';
import { corpusThreads, type ExpectedClaim } from './threads.ts';

const threads = await corpusThreads();

/** What a status of the ledger may be; `changed` names the version. */
const STATUS = /^(?:open|answered|promised|changed in v\d+|accepted|disputed|withdrawn|superseded)$/;

const flat = (text: string) => text.replace(/\s+/g, ' ').trim();

describe.each(threads)('$name', ({ mbox, messages, issues, expected }) => {
  const { mails, series } = reviewMessages(messages);
  const texts = new Map(messages.map((message) => [message.messageId, message.text]));

  test('the mailbox is read whole, and nothing in it is amiss', () => {
    expect(issues).toEqual([]);
    expect(messages.length).toBe(expected.mails);
    expect(new Set(messages.map((message) => message.messageId)).size).toBe(expected.mails);
    expect(new Set(messages.flatMap((message) => message.listIds))).toEqual(new Set(['linux-mm.kvack.org']));
    expect(messages.filter((message) => message.date === undefined)).toEqual([]);
  });

  test('everybody in it is invented', () => {
    const people = messages.flatMap(({ from, to, cc }) => [from, ...to, ...cc].map(({ email }) => email));
    const named = mbox.match(/[\w.+=-]+@[\w.-]+\.\w+/g) ?? [];
    const outside = [...people, ...named].filter((address) => !/@(?:[\w-]+\.)*example\.(?:org|com)$/i.test(address));
    const lists = /@(?:vger\.kernel\.org|kvack\.org)$/;
    expect(outside.filter((address) => !lists.test(address))).toEqual([]);
  });

  test('its diffs have right counts and hold the functions of the verdicts', () => {
    const patches = mails.filter(({ reviewed }) => reviewed.patch.files.length > 0);
    expect(patches.flatMap(({ reviewed }) => reviewed.patch.issues)).toEqual([]);
    const ids = patches.map(({ message }) => message.messageId);
    for (const { message_id: id, function: name } of expected.verdicts) {
      expect(ids).toContain(id);
      expect(texts.get(id), id).toContain(`${name}(`);
    }
  });

  test('later versions of the patch are linked to the first', () => {
    const last = Math.max(...series.map(({ version }) => version));
    expect(linkVersions(series).length).toBe(last - 1);
  });

  test('each claim stands in its mail, word for word, and under the line that it is anchored to', () => {
    for (const { message_id: id, evidence, anchor } of expected.claims) {
      const lines = (texts.get(id) ?? '').split('\n');
      const own = flat(lines.filter((line) => !line.startsWith('>')).join('\n'));
      expect(own, id).toContain(evidence);
      if (anchor === null) continue;
      const quoted = lines.filter((line) => line.startsWith('>')).map((line) => flat(line.replace(/^(?:> ?)+/, '')));
      expect(quoted, id).toContain(flat(anchor.line));
    }
  });

  test('its labels use the words of the schema', () => {
    const wrong = ({ kind, status }: ExpectedClaim) =>
      !CLAIM_KINDS.includes(kind) || (status !== undefined && !STATUS.test(status));
    expect(expected.claims.filter(wrong)).toEqual([]);
    const asked = expected.claims.flatMap((claim) => claim.replies_to ?? []);
    const concerns = expected.verdicts.flatMap((verdict) => verdict.concern ?? []);
    expect([...asked, ...concerns].filter((id) => !texts.has(id))).toEqual([]);
  });
});
