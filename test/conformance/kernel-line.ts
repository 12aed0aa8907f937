import { type Observation, observationOf, type Seen } from './observation.ts';

/** Bits of /proc/PID/pagemap (Documentation/admin-guide/mm/pagemap.rst). */
const PRESENT = 1n << 63n;
const SWAPPED = 1n << 62n;
const FILE = 1n << 61n;
const UFFD_WP = 1n << 57n;
const EXCLUSIVE = 1n << 56n;
const NUMBER = (1n << 55n) - 1n;

/** Bits of /proc/kpageflags (include/uapi/linux/kernel-page-flags.h). */
const ANON = 1n << 12n;
const COMPOUND_HEAD = 1n << 15n;
const COMPOUND_TAIL = 1n << 16n;
const THP = 1n << 22n;
const ZERO_PAGE = 1n << 24n;

/** The low five bits of a swapped entry are its type; swap areas come first, markers and migration are the last ones. */
const TYPE = 31n;
const FIRST_SPECIAL_TYPE = 20n;

/**
 * A signal is told by its name alone: si_code of SIGSEGV says whether there is a VMA, which the slot shows, and that of
 * SIGBUS tells poison from the end of a file only where the kernel has CONFIG_MEMORY_FAILURE.
 */
const withoutCodes = (result: string): string =>
  result.replaceAll(/\b(SIGSEGV|SIGBUS) (?:unmapped|rights|poison)\b/g, '$1');

/**
 * PAGEMAP_SCAN says that an empty page is written (2) where there is a page table for it; where there is none, not so. 1 is
 * memory that it may protect.
 */
const withEmptyPages = (result: string): string =>
  result.startsWith('scan ') ? result.replaceAll(/\b[01]\b/g, (empty) => String(Number(empty) + 2)) : result;

/** Reads a line that the probe has printed for an operation. */
export function readLine(line: string): Observation {
  const [result = '', ...processes] = line.split(' | ').map((part) => part.trim());
  return observationOf(
    withEmptyPages(withoutCodes(result)),
    processes.map((slots) => slots.split(' ').map(seenIn)),
  );
}

/** `rw-p:8100000000135c6:1:5828` */
function seenIn(word: string): Seen {
  const [maps = '', entryText = '0', count = '0', flagText = '0'] = word.split(':');
  const entry = BigInt(`0x${entryText}`);
  const flags = BigInt(`0x${flagText}`);
  const number = entry & NUMBER;
  const rights = maps === 'none' ? '' : `${maps.slice(0, 2)}${maps.slice(3)}`;
  const bits = (entry & UFFD_WP) === 0n ? [] : ['wp'];
  const exclusive = (entry & EXCLUSIVE) !== 0n;
  const seen = { rights, identity: Number(number), mapcount: Number(count), exclusive, bits };
  if ((entry & PRESENT) !== 0n) {
    const compound = (flags & (COMPOUND_HEAD | COMPOUND_TAIL)) !== 0n;
    const huge = (flags & THP) !== 0n && compound ? ['huge'] : [];
    if ((flags & ZERO_PAGE) !== 0n) return { ...seen, kind: (flags & THP) === 0n ? 'zero' : 'huge-zero' };
    return {
      ...seen,
      kind: (flags & ANON) === 0n || (entry & FILE) !== 0n ? 'file' : 'anon',
      bits: [...bits, ...huge],
    };
  }
  if ((entry & SWAPPED) !== 0n) return { ...seen, kind: (number & TYPE) < FIRST_SPECIAL_TYPE ? 'swap' : 'marker' };
  return { ...seen, kind: 'none' };
}
