import { CONSTANTS, VM } from '../../src/mm/constants.ts';
import { ENTRY, kindOf, targetOf } from '../../src/mm/entry.ts';
import type { Memory } from '../../src/mm/kernel.ts';
import { FLAG } from '../../src/mm/objects.ts';

/** VmFlags of /proc/PID/smaps that are compared, in its order; dc is no bit of vm_flags here. */
const FLAGS: readonly (readonly [name: string, flag: number])[] = [
  ['um', VM.VM_UFFD_MISSING],
  ['uw', VM.VM_UFFD_WP],
  ['dc', 0],
  ['wf', VM.VM_WIPEONFORK],
  ['hg', VM.VM_HUGEPAGE],
  ['ui', VM.VM_UFFD_MINOR],
];

const DONTCOPY = Number(CONSTANTS.VM_MORE_DONTCOPY);

/** The mappings of an mm as the probe reads them from /proc/self/smaps: `0-2,rss1,anon1,um`. */
export function mappingsOf(m: Memory, mm: number): string[] {
  const { vma } = m.o;
  return Array.from({ length: m.kernel.of.vmas }, (_, at) => at + 1)
    .filter((id) => m.get(vma.mm, id) === mm && m.get(vma.detached, id) === 0)
    .map((id): [start: number, end: number, id: number] => [m.get(vma.start, id), m.get(vma.end, id), id])
    .toSorted(([a], [b]) => a - b)
    .map(([start, end, id]) => [`${start}-${end}`, ...countsOf(m, mm, start, end), ...flagsOf(m, id)].join(','));
}

function flagsOf(m: Memory, vma: number): string[] {
  const flags = m.get(m.o.vma.flags, vma);
  const isSet = (flag: number) =>
    flag === 0 ? (m.get(m.o.vma.more_flags, vma) & DONTCOPY) !== 0 : (flags & flag) !== 0;
  return FLAGS.flatMap(([name, flag]) => (isSet(flag) ? [name] : []));
}

/** What smaps_account counts, as pages; of huge pages only those that are mapped as a whole. */
function countsOf(m: Memory, mm: number, start: number, end: number): string[] {
  const counts = new Map<string, number>();
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const isHuge = m.kernel.of.entriesPerTable === 2;
  for (let address = start; address < end; address++) {
    const upper = m.get(m.o.entry.value, m.upperEntry(mm, address));
    const table = kindOf(upper) === ENTRY.table ? targetOf(upper) : 0;
    const value = table === 0 ? upper : m.get(m.o.entry.value, m.entryIn(table, address));
    if (kindOf(value) === ENTRY.swap && !isHuge) count('swap');
    if (kindOf(value) !== ENTRY.leaf) continue;
    const flags = m.get(m.o.page.flags, m.get(m.o.page.head, targetOf(value)));
    if ((flags & FLAG.zero) !== 0) continue;
    if (isHuge) {
      if (table === 0 && address % 2 === 0) count('huge');
      continue;
    }
    count('rss');
    if ((flags & FLAG.anon) !== 0) count('anon');
  }
  return ['rss', 'anon', 'swap', 'huge'].flatMap((name) => {
    const value = counts.get(name);
    return value === undefined ? [] : [`${name}${value}`];
  });
}
