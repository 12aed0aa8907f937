import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, has, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type Witness, type World } from '../world.ts';
import { ADDRESS, entryOf, migrating, ONE_PAGE, PAGE, PMD, PTE, TABLE, UPPER } from './one-page.ts';
import { placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

const MIGRATION = 1;
/** What UFFDIO_WRITEPROTECT asks change_protection for. */
const MM_CP_UFFD_WP = 4;

const BINDINGS: readonly Binding[] = [
  { type: 'unsigned long', names: /cp_flags/, value: MM_CP_UFFD_WP },
  { type: 'pgprot_t', value: 0 },
  ...ONE_PAGE,
];

/** The function changes the rights of the entries of a range, those of pages under migration among them. */
function changesProtection({ primitives, parameters }: Touched): string | undefined {
  const changes = primitives.has('ptep_modify_prot_commit') || primitives.has('pmdp_establish');
  return changes && parameters.includes('pgprot_t') ? 'it changes the rights of the entries of a range' : undefined;
}

const told: Witness = {
  name: 'an event is raised',
  says: 'The store raises a write-protect event.',
  holds: (m) => (m.get(m.o.place.events, m.place(1, ADDRESS)) & 2) !== 0,
};

export const PROTECT_MIGRATING: World = {
  name: 'protect-migrating',
  title: 'A range is write-protected for userfaultfd while a page of it is under migration',
  about: `A page of a shared file mapping that the program has only read so far is under migration: its entry is a migration
entry that is not writable. UFFDIO_WRITEPROTECT comes by. There is no write bit to take away, but the uffd-wp bit must be
set all the same: what maps the page again when the migration ends knows nothing but what the entry says.

  userfaultfd                         migration                 program
  the entry is not writable: passes it over
  returns
                                      maps the page, no bit
                                                                stores without an event`,
  properties: ['UFFD-WP'],
  incidental: ['KIND', 'REF', 'PTL', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, files: 1, filePages: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE | VM.VM_SHARED | VM.VM_UFFD_WP;
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags, file: 1 });
    placeFolio(m, PAGE, 1, { references: 2, mapping: 1, flags: FLAG.uptodate, locker: MIGRATION });
    m.set(m.o.cache.page, 1, PAGE);
    m.set(m.o.entry.value, PTE, entry(ENTRY.migration, PAGE));
  },
  threads: [
    {
      name: 'migration',
      runs: [
        { function: 'remove_migration_pte', args: [PAGE, 1, ADDRESS, PAGE] },
        { function: 'folio_unlock', args: [PAGE] },
      ],
    },
    { name: 'userfaultfd', runs: [SUBJECT, { function: 'uffd_protected', args: [1, ADDRESS] }] },
    { name: 'program', runs: [{ function: 'user_store', args: [1, ADDRESS] }] },
  ],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [
    migrating,
    {
      name: 'the protection meets a migration entry',
      says: 'UFFDIO_WRITEPROTECT has returned while the page is under migration.',
      holds: (m: Memory) => isProtected(m) && kindOf(entryOf(m)) === ENTRY.migration,
    },
    told,
  ],
  suits: changesProtection,
};

const isProtected = (m: Memory) => m.get(m.o.place.protected, m.place(1, ADDRESS)) === 1;

export const PROTECT_MIGRATING_HUGE: World = {
  name: 'protect-migrating-huge',
  title: 'A range is write-protected for userfaultfd while its huge page is under migration',
  about: `As protect-migrating, for an anonymous huge page: the upper entry is a migration entry. It may be writable or not;
either way it must get the uffd-wp bit.

  userfaultfd                         migration                 program
  the entry loses write, gets no bit
  returns
                                      maps the huge page, no bit
                                                                stores without an event`,
  properties: ['UFFD-WP'],
  incidental: ['KIND', 'REF', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, tables: 1, pages: 2, anonVmas: 1 },
  initial: (m) => {
    m.set(m.o.mm.users, 1, 1);
    m.set(m.o.mm.pgd, 1, UPPER);
    m.set(m.o.table.level, UPPER, 1);
    m.set(m.o.table.state, UPPER, 1);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE | VM.VM_UFFD_WP;
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags, anonVma: 1 });
    const anon = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;
    placeFolio(m, PAGE, 2, { references: 1, mapping: 1, flags: anon, locker: MIGRATION });
    m.set(m.o.entry.value, PMD, entry(ENTRY.migration, PAGE, BIT.write));
  },
  threads: [
    {
      name: 'migration',
      runs: [
        { function: 'remove_migration_pmd', args: [PAGE, 1, ADDRESS, PMD] },
        { function: 'folio_unlock', args: [PAGE] },
      ],
    },
    { name: 'userfaultfd', runs: [SUBJECT, { function: 'uffd_protected', args: [1, ADDRESS] }] },
    { name: 'program', runs: [{ function: 'user_store_huge', args: [1, 1, PMD, ADDRESS] }] },
  ],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [
    {
      name: 'the protection meets a migration entry',
      says: 'UFFDIO_WRITEPROTECT has returned while the huge page is under migration.',
      holds: (m) => isProtected(m) && kindOf(m.get(m.o.entry.value, PMD)) === ENTRY.migration,
    },
    {
      name: 'the huge page is mapped with the bit',
      says: 'The huge page is mapped again, with uffd-wp.',
      holds: (m) => {
        const value = m.get(m.o.entry.value, PMD);
        return kindOf(value) === ENTRY.leaf && has(value, BIT.uffdWp);
      },
    },
    told,
  ],
  suits: (touched) => (touched.primitives.has('set_pmd_at') ? changesProtection(touched) : undefined),
};
