/* World retract-sva, kernel 6.5: a device walks the CPU's tables and keeps the pointer to one (SMMU-TABLE).
 * FIXED=1: the driver is told before the table is given up. */
#define NONE 0
#define LIVE 1
#define PENDING 2
#define FREED 3

byte ptl = 0, upper = 2, table = LIVE, kept = 0;

active proctype khugepaged() {
  byte old;
  atomic { ptl == 0 -> ptl = 1 };
  d_step { old = upper; upper = NONE };
  skip; /* flush_tlb_range: no CPU caches anything here */
  ptl = 0;
#if FIXED
  kept = 0; /* mmu_notifier_invalidate_range */
#endif
  if :: old != NONE -> table = PENDING :: else fi
}

active proctype rcu() {
  end: do :: atomic { table == PENDING -> table = FREED } od
}

active proctype device() {
  end: do
  :: atomic { kept == 0 && upper != NONE -> kept = upper }
  :: atomic { kept != 0 && table == FREED -> assert(false) }
  od
}
