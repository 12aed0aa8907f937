import { expect, test } from 'vitest';
import type { Message } from '../../src/mail/message.ts';
import { recount } from '../checks/edit-diff.ts';
import { checkText } from '../checks/instruments.ts';
import { corpusThreads } from './threads.ts';

const mails = new Map(
  (await corpusThreads()).flatMap(({ messages }) => messages.map((message) => [message.messageId, message])),
);

/** Writes one line of the patched function otherwise, or takes it out; the function before the patch stays as it is. */
function edit(text: string, from: string, to: string): string {
  const lines = text.split('\n');
  const hits = lines.flatMap((line, at) => (/^[ +]/.test(line) && line.includes(from) ? [at] : []));
  const [at] = hits;
  if (at === undefined || hits.length > 1) throw new Error(`expected one line with "${from}", got ${hits.length}`);
  const line = lines[at] ?? '';
  const written = to === '' ? [] : [`+${line.slice(1).replace(from, to)}`];
  lines.splice(at, 1, ...(line.startsWith(' ') ? [`-${line.slice(1)}`] : []), ...written);
  return recount(lines.join('\n'));
}

/** The result after the patch, of one check on a mail's diff. */
function resultOf({ date }: Message, text: string, world: string, property: string): string | undefined {
  return checkText(text, date ?? '', { wanted: { world, property } })[0]?.after.result;
}

interface Mended {
  readonly id: string;
  readonly world: string;
  readonly property: string;
  /** A part of the line that makes the property hold, and what is written instead. */
  readonly from: string;
  readonly to: string;
}

const MENDED: readonly Mended[] = [
  {
    id: '20231116084402.51377-1-ilse.vandermeer@example.org',
    world: 'unmap-kvm',
    property: 'SMMU-FREE',
    from: 'mmu_notifier_invalidate_range_start(&range);',
    to: '',
  },
  {
    id: '1455095744-2284-1-git-send-email-seun.adeyinka@example.com',
    world: 'wp-halves',
    property: 'RMAP',
    from: 'if (total_mapcount(head) == 1)',
    to: '',
  },
  {
    id: '1455095744-2284-1-git-send-email-seun.adeyinka@example.com',
    world: 'wp-tail',
    property: 'HEAD',
    from: 'page_move_anon_rmap(head, vma);',
    to: 'page_move_anon_rmap(page, vma);',
  },
  {
    id: '20230920064711.33120-1-lukasz.dabrowka@example.org',
    world: 'zap-uffd-wp',
    property: 'UFFD-WP',
    from: 'set_pte_at(mm, addr, pte, make_pte_marker(PTE_MARKER_UFFD_WP));',
    to: '',
  },
  {
    id: '20230711120458.90233-1-henrik.boelkow@example.org',
    world: 'unmap-uffd-missing',
    property: 'UFFD-MISSING',
    from: ' && !userfaultfd_armed(vma)',
    to: ' && !userfaultfd_wp(vma)',
  },
  {
    id: '20231206093004.20771-3-kenji.morisaka@example.org',
    world: 'retract-gup-fast',
    property: 'TABLE-LOCKLESS',
    from: 'tlb_remove_table_sync_one();',
    to: '',
  },
  {
    id: '20240207085526.71950-1-yevgenia.halloran@example.com',
    world: 'zap-pinned',
    property: 'PIN',
    from: 'if (folio_maybe_dma_pinned(folio)) {',
    to: 'if (folio_test_large(folio)) {',
  },
];

test.each(MENDED)(
  '$property: without "$from" the mended patch breaks it again',
  ({ id, world, property, from, to }) => {
    const mail = mails.get(id);
    if (mail === undefined) throw new Error(`expected a mail ${id}`);
    expect(resultOf(mail, mail.text, world, property)).toBe('holds');
    expect(resultOf(mail, edit(mail.text, from, to), world, property)).toBe('violated');
  },
);

test.each(MENDED)('$property: other names of locals change nothing', ({ id, world, property }) => {
  const mail = mails.get(id);
  if (mail === undefined) throw new Error(`expected a mail ${id}`);
  const renamed = mail.text.replace(/\b(?:ptl|pml|ptent|pteval|head|range|pmdval)\b(?!\w|-)/g, 'its_$&');
  expect(renamed).not.toBe(mail.text);
  expect(resultOf(mail, renamed, world, property)).toBe('holds');
});
