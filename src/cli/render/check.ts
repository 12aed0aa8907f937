import { displayLine } from '../../display.ts';
import { traceLanes } from '../../explore/lanes.ts';
import { groupBy } from '../../groups.ts';
import { propertyNamed } from '../../mm/properties.ts';
import { type CheckRow, stepText, type Trace, type TraceStepRow } from '../../store/view-checks.ts';
import { type Paint, verdictLabel } from '../style.ts';

/** Checks in two or three lines each: what was asked of which function, how the sides ended, and what that rests on. */
export function checkLines(rows: readonly CheckRow[], paint: Paint): string[] {
  return [...groupBy(rows, (row) => row.check_id).values()].flatMap((sides) => {
    const [first] = sides;
    if (first === undefined) return [];
    const version = first.version === null ? '' : `v${first.version} `;
    const verdict = paint(verdictLabel(first.verdict), first.verdict);
    const results = sides.map(
      (row) =>
        `${row.side} ${paint(verdictLabel(row.result), row.result)} (${row.states} states, ${row.seconds.toFixed(2)} s)`,
    );
    return [
      `  ${paint('id', first.check_id.slice(0, 10))}  ${displayLine(`${first.property} of ${version}${first.function}() in ${first.world}`)}: ${verdict}, ${first.change}`,
      `    ${results.join(', ')}`,
      ...restsOn(sides).map((line) => `    ${paint('muted', displayLine(line))}`),
    ];
  });
}

/** A check in full: why it was chosen, how it ended, and the trace of each side that has one. */
export function checkText(rows: readonly CheckRow[], traces: readonly Trace[], paint: Paint, width: number): string {
  const [first] = rows;
  if (first === undefined) return '';
  return [
    ...checkLines(rows, paint),
    `    ${displayLine(first.why)}`,
    `    ${paint('muted', displayLine(`assumes ${first.kernel}`))}`,
    ...rows.flatMap((row) =>
      tracePart(
        row,
        traces.find((trace) => trace.side === row.side),
        paint,
        width,
      ),
    ),
    '',
  ].join('\n');
}

function tracePart(row: CheckRow, trace: Trace | undefined, paint: Paint, width: number): string[] {
  if (trace === undefined || trace.steps.length === 0) return [];
  return [
    '',
    paint('heading', displayLine(`The shortest run that breaks ${row.property} ${row.side} the patch${assuming(row)}`)),
    ...traceLines(trace.steps, row.property, width),
    ...(row.repair === null ? [] : ['', displayLine(`It would hold ${row.repair}.`)]),
    ...(row.token === null ? [] : ['', `Again, step by step: mmlore replay ${displayLine(row.token)}`]),
  ];
}

/** What the run rests on besides its steps, said before them. */
function assuming({ assumptions }: CheckRow): string {
  return assumptions.length === 0 ? '' : `, if ${[...new Set(assumptions)].join(' and ')}`;
}

/** A trace as lanes, one column an actor; its last step is the one that breaks the property. */
export function traceLines(steps: readonly TraceStepRow[], property: string, width: number): string[] {
  const says = propertyNamed(property)?.says ?? '';
  return traceLanes(steps.map(stepText), { name: property, says }, width).map((line) => displayLine(line));
}

/** What a result rests on, and what it lacks. */
function restsOn(sides: readonly CheckRow[]): string[] {
  const parts: [string, (row: CheckRow) => readonly string[]][] = [
    ['assuming', (row) => row.assumptions],
    ['taken from reference programs:', (row) => row.references],
    ['calls that nobody knows:', (row) => row.unknown],
    ['missing:', (row) => row.missing],
  ];
  return parts.flatMap(([title, names]) => {
    const all = [...new Set(sides.flatMap(names))];
    return all.length === 0 ? [] : [`${title} ${all.join(', ')}`];
  });
}
