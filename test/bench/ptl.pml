/*
 * The protocol of test/explore/ptl.ts, step for step, for Spin: one atomic here is one step there, so that both store
 * the same states. Build: spin -DOPS=5 -DBUG=0 -a ptl.pml; gcc -O2 -DSAFETY -DNOREDUCE -o pan pan.c; ./pan -m1000000 -w24
 */
#define NOBODY 255

byte ptl = NOBODY;
byte used;          /* a bit a frame */
byte pte[2];        /* 0 none, else the frame from 1 */
byte tlb[4];        /* by CPU, then by page */

#define FREE(frame) ((used & (1 << ((frame) - 1))) == 0)
#define IDLE page = 0; frame = 0

active [2] proctype cpu()
{
  byte done, page, frame;

idle:
  if
  :: atomic { done < OPS -> done++; page = 0 } -> goto t1
  :: atomic { done < OPS -> done++; page = 1 } -> goto t1
  :: atomic { done < OPS -> done++; page = 0 } -> goto f1
  :: atomic { done < OPS -> done++; page = 1 } -> goto f1
  :: atomic { done < OPS -> done++; page = 0 } -> goto z1
  :: atomic { done < OPS -> done++; page = 1 } -> goto z1
  fi;

t1:
  if
  :: atomic { tlb[2 * _pid + page] != 0 -> frame = tlb[2 * _pid + page] } -> goto t3
  :: atomic { tlb[2 * _pid + page] == 0 && pte[page] != 0 -> frame = pte[page] } -> goto t2
  :: atomic { tlb[2 * _pid + page] == 0 && pte[page] == 0 -> IDLE } -> goto idle
  fi;
t2:
  if
  :: atomic { pte[page] == frame -> tlb[2 * _pid + page] = frame } -> goto t3
  :: atomic { pte[page] != frame -> IDLE } -> goto idle
  fi;
t3:
  atomic { assert(tlb[2 * _pid + page] != frame || !FREE(frame)); IDLE } -> goto idle;

f1:
  if
  :: pte[page] == 0 -> goto f2
  :: atomic { pte[page] != 0 -> IDLE } -> goto idle
  fi;
f2:
  if
  :: atomic { FREE(1) -> frame = 1; used = used | 1 } -> goto f3
  :: atomic { FREE(2) -> frame = 2; used = used | 2 } -> goto f3
  :: atomic { FREE(3) -> frame = 3; used = used | 4 } -> goto f3
  :: atomic { used == 7 -> IDLE } -> goto idle
  fi;
f3:
  atomic { ptl == NOBODY -> ptl = _pid };
f4:
  if
  :: atomic { pte[page] == 0 -> pte[page] = frame } -> goto f5
  :: atomic { pte[page] != 0 -> used = used & ~(1 << (frame - 1)) } -> goto f5
  fi;
f5:
  atomic { ptl = NOBODY; IDLE } -> goto idle;

z1:
  atomic { ptl == NOBODY -> ptl = _pid };
z2:
  if
  :: atomic { pte[page] == 0 -> frame = 0 } -> goto z6
  :: atomic { pte[page] != 0 -> frame = pte[page]; pte[page] = 0 } -> goto z3
  fi;
#if BUG
z3:
  atomic { used = used & ~(1 << (frame - 1)) };
  atomic { tlb[2 * _pid + page] = 0 };
  atomic { tlb[2 * (1 - _pid) + page] = 0 };
#else
z3:
  atomic { tlb[2 * _pid + page] = 0 };
  atomic { tlb[2 * (1 - _pid) + page] = 0 };
  atomic { used = used & ~(1 << (frame - 1)) };
#endif
z6:
  atomic { ptl = NOBODY; IDLE } -> goto idle;
}
