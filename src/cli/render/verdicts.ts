import { VERDICTS } from '../../checks/verdict.ts';
import { displayLine } from '../../display.ts';
import { groupBy } from '../../groups.ts';
import type { CheckRow } from '../../store/view-checks.ts';
import { type Paint, verdictLabel } from '../style.ts';
import { type Column, table } from '../table.ts';

/** A property of a function in a world, over all versions of the patch. */
interface Question {
  readonly rows: readonly CheckRow[];
  readonly first: CheckRow;
}

/** The world of checks that stand for a concern which no world fits. */
const NO_WORLD = 'none';

/**
 * Checks as a table, one row a property of a function in a world: before the patch, and after each version of it.
 *
 * What could not be run on any side is gathered in a line below.
 */
export function verdictTable(rows: readonly CheckRow[], paint: Paint, width: number | undefined): string {
  const questions = [
    ...groupBy(rows, (row) => JSON.stringify([row.path, row.function, row.property, row.world])).values(),
  ]
    .flatMap((group): Question[] => (group[0] === undefined ? [] : [{ rows: group, first: group[0] }]))
    .sort((a, b) => weight(a) - weight(b));
  const run = questions.filter((question) => question.rows.some(isRun));
  const text = run.length === 0 ? '' : table(columns(paint), run, width);
  return `${text}${notRun(
    questions.filter((question) => !question.rows.some(isRun)),
    paint,
  )}`;
}

function isRun(row: CheckRow): boolean {
  return row.world !== NO_WORLD && row.result !== 'not-modelled';
}

function weight({ rows }: Question): number {
  return Math.min(...rows.map((row) => VERDICTS.indexOf(row.verdict)));
}

function columns(paint: Paint): Column<Question>[] {
  const results = (cell: string) =>
    cell.replace(/violated|holds|bounded|not-modelled/g, (result) => paint(verdictLabel(result), result));
  return [
    { title: 'PROPERTY', text: ({ first }) => first.property, paint: (cell) => paint('heading', cell) },
    { title: 'OF', shrinkTo: 12, text: ({ first }) => `${first.function}()` },
    { title: 'IN', shrinkTo: 8, text: ({ first }) => first.world },
    { title: 'BEFORE', text: ({ rows }) => oneSide(rows, 'before'), paint: results },
    { title: 'AFTER', text: ({ rows }) => oneSide(rows, 'after'), paint: results },
    { title: 'CLAIMS', align: 'right', text: ({ rows }) => String(claimsOf(rows)) },
    { title: 'CHECK', text: ({ rows }) => newestOf(rows).check_id.slice(0, 10), paint: (cell) => paint('id', cell) },
  ];
}

/** `v1 violated, v2 holds`; one word where there is one version, or all say the same. */
function oneSide(rows: readonly CheckRow[], side: CheckRow['side']): string {
  const byVersion = groupBy(
    rows.filter((row) => row.side === side).toSorted((a, b) => (a.version ?? 0) - (b.version ?? 0)),
    (row) => row.version,
  );
  const results = Array.from(byVersion, ([version, group]) => ({ version, result: group[0]?.result ?? '' }));
  if (new Set(results.map(({ result }) => result)).size === 1) return results[0]?.result ?? '';
  return results.map(({ version, result }) => (version === null ? result : `v${version} ${result}`)).join(', ');
}

function claimsOf(rows: readonly CheckRow[]): number {
  return new Set(rows.flatMap((row) => row.claim_id ?? [])).size;
}

/** The check to look at: a violation after the patch, of the newest version that has one. */
function newestOf(rows: readonly CheckRow[]): CheckRow {
  const after = rows.filter((row) => row.side === 'after').toSorted((a, b) => (b.version ?? 0) - (a.version ?? 0));
  const chosen = after.find((row) => row.result === 'violated') ?? after[0] ?? rows[0];
  if (chosen === undefined) throw new Error('expected a question with at least one check');
  return chosen;
}

/** What could not be run, a line for each function. */
function notRun(questions: readonly Question[], paint: Paint): string {
  const byFunction = groupBy(questions, ({ first }) => first.function);
  const lines = [...byFunction].map(([name, asked]) => {
    const properties = [...new Set(asked.map(({ first }) => first.property))].join(', ');
    return paint('muted', displayLine(`Not modelled: ${name === '' ? 'the patch' : `${name}()`}: ${properties}`));
  });
  return lines.map((line) => `${line}\n`).join('');
}
