import { type Primitive, primitive } from '../primitive.ts';

const COUNT = 'include/linux/mm.h, 6.14 (59d9094df3d7); the reference count of the table’s page before';

/** How many mms share a page table of hugetlb. */
export const TABLE_SHARING: readonly Primitive[] = [
  primitive('void ptdesc_pmd_pts_inc(pgtable_t)', {
    says: 'Counts one more mm that shares a page table.',
    needs: 'i_mmap_rwsem',
    source: COUNT,
    run: (m, table = 0) => void m.set(m.o.table.sharers, table, m.get(m.o.table.sharers, table) + 1),
  }),
  primitive('void ptdesc_pmd_pts_dec(pgtable_t)', {
    says: 'Counts one mm less that shares a page table; breaks TABLE-SHARE where nobody shares it.',
    needs: 'i_mmap_rwsem',
    source: COUNT,
    run: (m, table = 0) => {
      const sharers = m.get(m.o.table.sharers, table);
      if (sharers === 0) m.break('TABLE-SHARE');
      else m.set(m.o.table.sharers, table, sharers - 1);
      return undefined;
    },
  }),
  primitive('int ptdesc_pmd_pts_count(pgtable_t)', {
    reads: true,
    says: 'Reads how many mms share a page table beside the first.',
    needs: 'i_mmap_rwsem',
    source: COUNT,
    run: (m, table = 0) => m.get(m.o.table.sharers, table),
  }),
];
