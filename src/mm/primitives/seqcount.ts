import { type Primitive, primitive } from '../primitive.ts';

const SEQ = 'include/linux/seqlock.h; 57efa1fe5957 for mm->write_protect_seq';

/** Counts mm->write_protect_seq on; only odd and even, and that it has changed, matter. */
const WRAP = 8;

/** The sequence count of an mm that fork holds odd while it write-protects entries. */
export const SEQCOUNTS: readonly Primitive[] = [
  primitive('unsigned int raw_read_seqcount(seqcount_t *)', {
    reads: true,
    says: 'Reads the count: odd while a writer is at work.',
    source: SEQ,
    run: (m, mm = 0) => m.get(m.o.mm.write_protect_seq, mm),
  }),
  primitive('bool read_seqcount_retry(seqcount_t *, unsigned int)', {
    reads: true,
    says: 'Says whether a writer was at work since the count was read.',
    source: SEQ,
    run: (m, mm = 0, seq = 0) => (m.get(m.o.mm.write_protect_seq, mm) === seq ? 0 : 1),
  }),
  primitive('void raw_write_seqcount_begin(seqcount_t *)', {
    says: 'Makes the count odd.',
    needs: 'mmap_lock for writing',
    source: SEQ,
    run: (m, mm = 0) => void m.set(m.o.mm.write_protect_seq, mm, (m.get(m.o.mm.write_protect_seq, mm) + 1) % WRAP),
  }),
  primitive('void raw_write_seqcount_end(seqcount_t *)', {
    says: 'Makes the count even.',
    needs: 'mmap_lock for writing',
    source: SEQ,
    run: (m, mm = 0) => void m.set(m.o.mm.write_protect_seq, mm, (m.get(m.o.mm.write_protect_seq, mm) + 1) % WRAP),
  }),
];
