/* World hide-dontneed: MADV_DONTNEED relies on an entry that device migration took out (TLB-REVOKE).
 * FIXED=1: the flush is done before the page-table lock is given back. */
#define NONE 0
#define LEAF 1
#define MIGRATION 2

byte ptl = 0, entry = LEAF, tlb = NONE;
bit seen_gone = 0, returned = 0;

#define FLUSH tlb = NONE

active proctype migrate() {
  bit unmapped = 0;
  byte value;
  atomic { ptl == 0 -> ptl = 1 };
  value = entry;
  if
  :: value == LEAF -> entry = NONE; entry = MIGRATION; unmapped = 1
  :: else
  fi;
#if FIXED
  if :: unmapped -> FLUSH :: else fi;
#endif
  ptl = 0;
#if !FIXED
  if :: unmapped -> FLUSH :: else fi
#endif
}

active proctype dontneed() {
  byte value;
  bit mine = 0;
  atomic { ptl == 0 -> ptl = 2 };
  value = entry;
  if
  :: value == LEAF -> entry = NONE; mine = 1
  :: value == MIGRATION -> entry = NONE
  :: else
  fi;
  d_step { ptl = 0; seen_gone = (entry != LEAF) };
  if :: mine -> FLUSH :: else fi;
  returned = seen_gone
}

active proctype cpu() {
  end: do
  :: atomic { tlb == NONE && entry == LEAF -> tlb = LEAF }
  :: atomic { returned && tlb == LEAF && entry != LEAF -> assert(false) }
  od
}
