import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import type { Bug } from '../../src/mm/bug.ts';
import { B5 } from '../../src/mm/bugs/b5.ts';
import { makeModel } from '../../src/mm/model.ts';
import { RETRACT_SVA, RETRACT_UFFD_COPY } from '../../src/mm/worlds/retract.ts';
import { settingOf } from '../mm/bug-run.ts';
import { temporaryFolder } from '../temporary.ts';

/** `looks`: at the entry again under both locks; `tells`: the drivers that share the tables. */
const retract = (how: { looks?: boolean; tells?: boolean }) => `void retract(struct vm_area_struct *vma,
		unsigned long addr, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *pml, *ptl;
	pmd_t old;
	pte_t *pte;

	pml = pmd_lock(mm, pmd);
	pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
${how.looks ? '\tif (!pte_none(*pte))\n\t\tgoto out;\n' : ''}	old = pmdp_huge_get_and_clear(mm, addr, pmd);
	flush_tlb_range(vma, addr, addr + HPAGE_PMD_SIZE);
	pte_unmap_unlock(pte, ptl);
	spin_unlock(pml);
${how.tells ? '\tmmu_notifier_invalidate_range(mm, addr, addr + HPAGE_PMD_SIZE);\n' : ''}	pte_free_defer(mm, pmd_pgtable(old));
${how.looks ? '\treturn;\nout:\n\tpte_unmap_unlock(pte, ptl);\n\tspin_unlock(pml);\n' : ''}}`;

const retraction: Omit<Bug, 'id' | 'world' | 'property' | 'before' | 'after'> = {
  title: 'a table is retracted',
  commit: undefined,
  kernel: '6.5',
  function: 'retract',
  story: [],
};

/** Worlds that are written again in Promela, with a program that breaks the property and one that does not. */
const TWINS: readonly { readonly file: string; readonly bug: Bug }[] = [
  {
    file: 'retract-sva',
    bug: {
      ...retraction,
      id: 'retract-sva',
      world: RETRACT_SVA,
      property: 'SMMU-TABLE',
      before: retract({}),
      after: retract({ tells: true }),
    },
  },
  {
    file: 'retract-uffd-copy',
    bug: {
      ...retraction,
      id: 'retract-uffd-copy',
      world: RETRACT_UFFD_COPY,
      property: 'TABLE-EMPTY',
      before: retract({}),
      after: retract({ looks: true }),
    },
  },
  { file: 'hide-dontneed', bug: B5 },
];

/** CPU seconds that each side is run again and again, since the worlds are small. */
const SHARE = 0.5;

interface Answer {
  readonly violated: boolean;
  readonly states: number;
  readonly rate: string;
}

const rate = (states: number, runs: number, seconds: number) =>
  `${((states * runs) / seconds / 1e6).toFixed(3)} M/CPU-s`;

function explored(bug: Bug, side: 'before' | 'after'): Answer {
  const setting = settingOf(bug, side);
  const start = process.cpuUsage();
  for (let runs = 1; ; runs++) {
    const run = explore(makeModel(setting), { maxStates: 100_000 });
    const { user, system } = process.cpuUsage(start);
    if (!run.complete && run.bounded !== undefined) throw new Error(`expected ${bug.id} to end`);
    const violated = run.outcomes.some(({ result }) => result === 'violated');
    if (user + system > SHARE * 1e6)
      return { violated, states: run.states, rate: rate(run.states, runs, (user + system) / 1e6) };
  }
}

/** Runs of the verifier that are timed together: one takes no time that can be measured. */
const RUNS = 100;

function spin(file: string, fixed: 0 | 1): Answer {
  const folder = temporaryFolder();
  const source = fileURLToPath(new URL(join('twins', `${file}.pml`), import.meta.url));
  const shell = (command: string) =>
    execFileSync('bash', ['-c', `exec 2>&1; ${command}`], { cwd: folder, encoding: 'utf8' });
  try {
    shell(`spin -o2 -DFIXED=${fixed} -a '${source}' && gcc -O2 -w -DSAFETY -DNOREDUCE -o pan pan.c`);
    const output = shell('./pan -E -m10000 -w10');
    const states = Number(/(\d+) states, stored/.exec(output)?.[1]);
    const timed = shell(
      `TIMEFORMAT="cpu %U %S"; time for i in $(seq ${RUNS}); do ./pan -E -m10000 -w10 > /dev/null; done`,
    );
    const [, user, system] = /^cpu ([\d.]+) ([\d.]+)/m.exec(timed) ?? [];
    return { violated: /errors: 1/.test(output), states, rate: rate(states, RUNS, Number(user) + Number(system)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isInstalled(): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v spin && command -v gcc'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const installed = isInstalled();
if (!installed) console.log('skipped: spin and gcc are not installed');

describe.skipIf(!installed)('worlds written again in Promela', () => {
  test.each(TWINS)('$file: Spin comes to the same verdicts', ({ file, bug }) => {
    for (const [side, fixed] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      const [own, twin] = [explored(bug, side), spin(file, fixed)];
      // Spin's figure holds the start of its process, which for so few states is nearly all of it.
      console.log(
        `${file} ${side}: ${own.violated ? 'violated' : 'holds'}, ${own.states} states, ${own.rate}; Spin: ${twin.states} states, ${twin.rate} with process start`,
      );
      expect(own.violated).toBe(side === 'before');
      expect(twin.violated).toBe(own.violated);
    }
  });
});
