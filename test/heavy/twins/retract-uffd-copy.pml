/* World retract-uffd-copy: UFFDIO_COPY maps a page into a table that khugepaged retracts (TABLE-EMPTY).
 * FIXED=1: khugepaged looks at the entries again under both locks. */
#define NONE 0
#define LIVE 1
#define PENDING 2

byte pmdl = 0, ptl = 0, upper = 2, table = LIVE;
bit entry = 0;

active proctype khugepaged() {
  byte old = NONE;
  bit found = 0;
  atomic { pmdl == 0 -> pmdl = 1 };
  atomic { ptl == 0 -> ptl = 1 };
#if FIXED
  found = entry;
#endif
  if
  :: found -> skip
  :: else -> d_step { old = upper; upper = NONE }
  fi;
  ptl = 0;
  pmdl = 0;
  if
  :: old != NONE -> d_step { assert(entry == 0); table = PENDING }
  :: else
  fi
}

active proctype uffdio_copy() {
  byte seen;
  seen = upper;
  if
  :: seen == NONE -> skip
  :: else ->
     atomic { ptl == 0 -> ptl = 2 };
     if /* pte_offset_map_lock reads the upper entry again under the lock */
     :: upper == seen -> if :: entry == 0 -> entry = 1 :: else fi
     :: else
     fi;
     ptl = 0
  fi
}
