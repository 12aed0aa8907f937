import { isConfirmed, VERDICTS } from '../checks/verdict.ts';
import type { CheckItem, RunItem } from './data.ts';
import type { Lines } from './lines.ts';
import { segment, type Target } from './rows.ts';
import type { Glyphs } from './theme.ts';
import { count, resultWords, verdictWords } from './words.ts';

/** How checks are shown. */
export interface CheckView {
  readonly threadId: string;
  readonly glyphs: Glyphs;
  readonly toggled: ReadonlySet<string>;
}

const INDENT = 4;

/** The checks that say most first; among equals those of earlier versions. */
export function byVerdict(checks: readonly CheckItem[]): readonly CheckItem[] {
  return checks.toSorted((one, other) => VERDICTS.indexOf(one.verdict) - VERDICTS.indexOf(other.verdict));
}

/**
 * Adds a check: its verdict, what it ran, and how both sides ended; Enter on a side that is violated leads to its trace.
 *
 * Checks that confirm nothing are folded to one row.
 */
export function addCheck(lines: Lines, check: CheckItem, view: CheckView): void {
  const { glyphs } = view;
  const fold = `check:${check.checkId}`;
  const folded = isConfirmed(check.verdict) === view.toggled.has(fold);
  const trace = traceTarget(
    check,
    check.runs.findLast(({ result }) => result === 'violated'),
    view,
  );
  const target = folded || trace === undefined ? ({ kind: 'fold', id: fold, folded } as const) : trace;
  const options = { target, folds: [fold] };
  const version = check.version === undefined ? '' : `v${check.version} `;
  lines.add(
    fold,
    [
      segment(`${folded ? glyphs.closed : glyphs.open} ${version}`, 'muted'),
      verdictWords(check.verdict, glyphs),
      segment(`  ${check.property}`, 'title'),
      segment(folded ? `  ${check.world}` : '', 'muted'),
    ],
    options,
  );
  if (folded) return;
  lines.text(`${fold}:world`, `${check.function}() in ${check.world}`, 'plain', { ...options, indent: INDENT });
  for (const run of check.runs) addRun(lines, check, run, view);
  lines.text(`${fold}:why`, check.why, 'muted', { ...options, indent: INDENT });
  if (check.kernel !== '') {
    lines.text(`${fold}:kernel`, `assumes ${check.kernel}`, 'muted', { ...options, indent: INDENT });
  }
}

function traceTarget(check: CheckItem, run: RunItem | undefined, { threadId }: CheckView): Target | undefined {
  if (run?.result !== 'violated') return undefined;
  return { kind: 'trace', checkId: check.checkId, side: run.side, threadId };
}

function addRun(lines: Lines, check: CheckItem, run: RunItem, view: CheckView): void {
  const fold = `check:${check.checkId}`;
  const name = `${fold}:${run.side}`;
  const options = { target: traceTarget(check, run, view), folds: [fold] };
  const hint = options.target === undefined ? '' : '  Enter: trace';
  const cost = run.states === 0 ? '' : `  ${count(run.states, 'state')}, ${run.seconds.toFixed(1)} s`;
  lines.add(
    name,
    [
      segment(`    ${run.side.padEnd(7)}`),
      resultWords(run.result, view.glyphs),
      segment(hint, 'key'),
      segment(cost, 'muted'),
    ],
    options,
  );
  for (const [index, remark] of remarksOf(run).entries()) {
    lines.text(`${name}:${index}`, remark, 'muted', { ...options, indent: INDENT + 2 });
  }
}

function remarksOf(run: RunItem): readonly string[] {
  return [
    ...run.assumptions.map((text) => `assuming ${text}`),
    ...listed('missing', run.missing),
    ...listed('unknown calls:', run.unknown),
    ...listed('from reference programs:', run.references),
    ...(run.mutant === undefined ? [] : [`a mutant breaks it: ${run.mutant}`]),
    ...(run.repair === undefined ? [] : [`would hold ${run.repair}`]),
  ];
}

function listed(lead: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${lead} ${items.join(', ')}`];
}
