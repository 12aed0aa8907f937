import { loads, pageAt, stores } from '../access.ts';
import { VM } from '../constants.ts';
import { BIT, ENTRY, has, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';

const UAPI = 'Documentation/admin-guide/mm/userfaultfd.rst; include/linux/userfaultfd_k.h';

function armed(name: string, flags: number, says: string): Primitive {
  return primitive(`bool ${name}(struct vm_area_struct *)`, {
    reads: true,
    says,
    source: UAPI,
    run: (m, vma = 0) => ((m.get(m.o.vma.flags, vma) & flags) !== 0 ? 1 : 0),
  });
}

/** Events of faults at an address, a bit each. */
const EVENT = { missing: 1, writeProtect: 2, minor: 4 } as const;

/** Raises an event at an address, whose ghost record `before` looks at first. */
function event(
  name: string,
  bit: number,
  says: string,
  before: (m: Memory, place: number) => void = () => undefined,
): Primitive {
  return primitive(`void ${name}(struct mm_struct *, unsigned long)`, {
    says,
    source: `${UAPI}; fs/userfaultfd.c: handle_userfault`,
    run: (m, mm = 0, address = 0) => {
      const place = m.place(mm, address);
      before(m, place);
      m.set(m.o.place.events, place, m.get(m.o.place.events, place) | bit);
      return undefined;
    },
  });
}

/** userfaultfd, and the accesses of the program that it watches. */
export const UFFD: readonly Primitive[] = [
  armed('userfaultfd_wp', VM.VM_UFFD_WP, 'Reads whether the range is registered for write-protect events.'),
  armed('userfaultfd_missing', VM.VM_UFFD_MISSING, 'Reads whether the range is registered for missing events.'),
  armed('userfaultfd_minor', VM.VM_UFFD_MINOR, 'Reads whether the range is registered for minor events.'),
  armed(
    'userfaultfd_armed',
    VM.VM_UFFD_WP | VM.VM_UFFD_MISSING | VM.VM_UFFD_MINOR,
    'Reads whether the range is registered with userfaultfd in any mode.',
  ),
  event(
    'uffd_missing_event',
    EVENT.missing,
    'Raises a missing event; for an address whose content was installed and that nobody removed it breaks UFFD-MISSING.',
    (m, place) => {
      if (m.get(m.o.place.installed, place) === 1) m.break('UFFD-MISSING');
    },
  ),
  event('uffd_wp_event', EVENT.writeProtect, 'Raises a write-protect event.'),
  event(
    'uffd_minor_event',
    EVENT.minor,
    'Raises a minor event: the page cache has the page, the entry is still to be set.',
  ),
  primitive('void uffd_wait(struct mm_struct *, unsigned long)', {
    says: 'Who has raised an event waits until it is woken; not where the reason for the event is gone already.',
    source: 'fs/userfaultfd.c: handle_userfault, userfaultfd_must_wait',
    enabled: (m, mm = 0, address = 0) => {
      const events = m.get(m.o.place.events, m.place(mm, address));
      const leaf = m.walk(mm, address);
      const isThere = kindOf(leaf) === ENTRY.leaf && ((events & EVENT.writeProtect) === 0 || !has(leaf, BIT.uffdWp));
      return events === 0 || isThere;
    },
    run: (m, mm = 0, address = 0) => void m.set(m.o.place.events, m.place(mm, address), 0),
  }),
  primitive('void uffd_wake(struct mm_struct *, unsigned long)', {
    says: 'Wakes who waits for an event at an address, as the ioctls that resolve one do.',
    source: 'fs/userfaultfd.c: wake_userfault',
    run: (m, mm = 0, address = 0) => void m.set(m.o.place.events, m.place(mm, address), 0),
  }),
  primitive('void uffd_installed(struct mm_struct *, unsigned long)', {
    says: 'UFFDIO_COPY, ZEROPAGE or CONTINUE has put content there; breaks UFFD-EVENT while a change of the address space is under way whose event the monitor has not read.',
    source: UAPI,
    run: (m, mm = 0, address = 0) => {
      if (m.kernel.of.uffds > 0 && m.get(m.o.uffd.mmap_changing, mm) > 0) m.break('UFFD-EVENT');
      m.set(m.o.place.installed, m.place(mm, address), 1);
      return undefined;
    },
  }),
  primitive('void uffd_removed(struct mm_struct *, unsigned long)', {
    says: 'The program has given the content up (MADV_DONTNEED, munmap, hole punch): a missing event is due again.',
    source: UAPI,
    run: (m, mm = 0, address = 0) => void m.set(m.o.place.installed, m.place(mm, address), 0),
  }),
  primitive('void content_given_up(struct mm_struct *, unsigned long, unsigned long)', {
    says: 'The program has given up, or taken elsewhere, what it has in a range: nobody keeps track of what it must read there, and a missing event is due again.',
    source: 'ghost of COW and UFFD-MISSING; madvise(2): MADV_DONTNEED, MADV_FREE; munmap(2); mremap(2)',
    run: (m, mm = 0, start = 0, end = 0) => {
      for (let address = start; address < Math.min(end, m.kernel.of.addresses); address++) {
        m.set(m.o.place.installed, m.place(mm, address), 0);
        m.set(m.o.place.content, m.place(mm, address), 0);
      }
      return undefined;
    },
  }),
  primitive('void uffd_protected(struct mm_struct *, unsigned long)', {
    says: 'UFFDIO_WRITEPROTECT has returned: from now on a write must raise an event.',
    source: UAPI,
    run: (m, mm = 0, address = 0) => void m.set(m.o.place.protected, m.place(mm, address), 1),
  }),
  primitive('void uffd_register(struct vm_area_struct *, unsigned long)', {
    says: 'Registers the range in the given modes.',
    needs: 'mmap_lock for writing',
    source: 'fs/userfaultfd.c: userfaultfd_register',
    run: (m, vma = 0, modes = 0) => void m.set(m.o.vma.flags, vma, m.get(m.o.vma.flags, vma) | modes),
  }),
  primitive('bool cpu_store(struct mm_struct *, unsigned long)', {
    says: 'The program stores: through a writable translation at once, else a fault is due. Sets accessed and dirty.',
    source: 'Documentation/mm/page_tables.rst',
    run: (m, mm = 0, address = 0) => (stores(m, m.get(m.o.thread.cpu, m.thread), mm, address) ? 1 : 0),
  }),
  primitive('bool cpu_store_content(struct mm_struct *, unsigned long, unsigned long)', {
    says: 'As cpu_store, of a given content.',
    source: 'Documentation/mm/page_tables.rst',
    run: (m, mm = 0, address = 0, content = 0) =>
      stores(m, m.get(m.o.thread.cpu, m.thread), mm, address, content) ? 1 : 0,
  }),
  primitive('bool cpu_may_access(struct mm_struct *, unsigned long, unsigned int)', {
    reads: true,
    says: 'A translation lets the program load there, or store where the last argument is not 0.',
    source: 'Documentation/mm/page_tables.rst; mm/gup.c: follow_page_pte, can_follow_write_pte',
    run: (m, mm = 0, address = 0, write = 0) => {
      const leaf = m.walk(mm, address);
      return kindOf(leaf) === ENTRY.leaf && (write === 0 || has(leaf, BIT.write)) ? 1 : 0;
    },
  }),
  primitive('struct page *user_page(struct mm_struct *, unsigned long)', {
    reads: true,
    says: 'Finds the page that the hardware finds at an address; NULL where a fault is due.',
    source: 'mm/gup.c: follow_page_pte',
    run: (m, mm = 0, address = 0) => {
      const leaf = m.walk(mm, address);
      return kindOf(leaf) === ENTRY.leaf ? pageAt(m, leaf, address) : 0;
    },
  }),
  primitive('unsigned long cpu_load_content(struct mm_struct *, unsigned long)', {
    reads: true,
    says: 'As cpu_load, and says what the program has loaded, plus 1; 0 where a fault is due.',
    source: 'Documentation/mm/page_tables.rst',
    run: (m, mm = 0, address = 0) => {
      if (!loads(m, m.get(m.o.thread.cpu, m.thread), mm, address)) return 0;
      return m.get(m.o.page.content, pageAt(m, m.walk(mm, address), address)) + 1;
    },
  }),
  primitive('bool cpu_load(struct mm_struct *, unsigned long)', {
    says: 'The program loads: through a translation at once, else a fault is due.',
    source: 'Documentation/mm/page_tables.rst',
    run: (m, mm = 0, address = 0) => (loads(m, m.get(m.o.thread.cpu, m.thread), mm, address) ? 1 : 0),
  }),
];
