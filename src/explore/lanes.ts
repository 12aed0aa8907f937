import stringWidth from 'string-width';
import type { Property, StepText } from './model.ts';
import { plain, wrap } from './wrap.ts';

/** Columns before the lanes: the number of the step and the mark of the one that breaks the property. */
const GUTTER = 5;
/** Columns that the last lane should have for its text: most source lines of the kernel with their place fit. */
const LAST_LANE = 56;
/** What it may give up of them, so that the actors' names fit side by side. */
const LAST_LANE_LEAST = 40;
/** Columns of a lane at least: its line and a little air. */
const NARROWEST = 4;

/** One column an actor, from left to right as they come into the trace. */
interface Lane {
  readonly actor: string;
  /** Column where its line stands. */
  readonly column: number;
}

/**
 * Draws a trace as text lanes, one column an actor, time running down.
 *
 *          khugepaged       device
 *          |                |
 *       1  pmdp_collapse_flush(pmd 0)
 *          | in retract_page_tables():
 *          | mm/khugepaged.c:1712  pmdp_collapse_flush(vma, addr, pmd);
 *          |     pmd[0]: table 1 -> none
 *       2! |                device walks table 1
 *
 * Since only one actor acts at a time, its text may run on over the lanes to its right; lines are wrapped at `width`
 * columns (72 for a mail). A step gives the primitive, the source line behind it (and the function, when the actor
 * comes to another), the assumption that was chosen, and what changed. `broken` is the property that the last step
 * breaks, and marks it. Without steps, the initial state breaks it.
 */
export function traceLanes(steps: readonly StepText[], broken: Broken | undefined, width: number): string[] {
  const lanes = layOut(steps, width);
  const lines = steps.length > 0 ? header(lanes, width) : [];
  const functions = new Map<string, string>();
  for (const [at, step] of steps.entries()) {
    const lane = lanes.find(({ actor }) => actor === step.actor);
    if (lane === undefined) throw new Error(`expected a lane for ${step.actor}`);
    const mark = broken !== undefined && at === steps.length - 1 ? '!' : '';
    const entered = step.at !== undefined && functions.get(step.actor) !== step.at.function;
    if (step.at !== undefined) functions.set(step.actor, step.at.function);
    const room = width - lane.column;
    const [first = '', ...rest] = wrap(step.does, room - 2);
    lines.push(row(`${String(at + 1).padStart(3)}${mark}`, lanes, lane, first));
    for (const line of [...rest, ...details(step, entered, room - 2)]) lines.push(row('', lanes, lane, `| ${line}`));
  }
  return [...lines, ...verdict(broken, steps.length, width)];
}

/** A property as a trace names it. */
export type Broken = Pick<Property, 'name' | 'says'>;

/** Lists a trace as numbered steps, an actor's name before each: for narrow places and for screen readers. */
export function traceList(steps: readonly StepText[], broken: Broken | undefined, width: number): string[] {
  const indent = ' '.repeat(GUTTER);
  const lines: string[] = [];
  for (const [at, step] of steps.entries()) {
    const mark = broken !== undefined && at === steps.length - 1 ? '!' : '.';
    const [first = '', ...rest] = wrap(`${step.actor}: ${step.does}`, width - GUTTER);
    lines.push(`${String(at + 1).padStart(3)}${mark} ${first}`);
    for (const line of [...rest, ...details(step, true, width - GUTTER)]) lines.push(`${indent}${line}`);
  }
  return [...lines, ...verdict(broken, steps.length, width)];
}

/** Sets the lanes as far apart as the width allows, without starving the last one. */
function layOut(steps: readonly StepText[], width: number): Lane[] {
  const actors = [...new Set(steps.map(({ actor }) => actor))];
  const gaps = Math.max(actors.length - 1, 1);
  const left = (lastLane: number) => Math.floor((width - GUTTER - lastLane) / gaps);
  const longest = Math.max(...actors.map((actor) => stringWidth(plain(actor)) + 1));
  const fair = Math.floor((width - GUTTER) / actors.length);
  const apart = Math.min(fair, Math.max(NARROWEST, left(LAST_LANE), Math.min(longest, left(LAST_LANE_LEAST))));
  return actors.map((actor, place) => ({ actor, column: GUTTER + place * apart }));
}

/** The names of the actors above their lanes: on one line where they fit, else as a staircase. */
function header(lanes: readonly Lane[], width: number): string[] {
  const stands = (lane: Lane, place: number): boolean =>
    lane.column + stringWidth(plain(lane.actor)) < (lanes[place + 1]?.column ?? width + 1);
  const lines: string[] = [];
  if (lanes.every(stands)) {
    let line = '';
    for (const { actor, column } of lanes) line = `${padTo(line, column)}${plain(actor)}`;
    lines.push(line);
  } else {
    for (const [place, lane] of lanes.entries()) {
      const [first = '', ...rest] = wrap(lane.actor, width - lane.column);
      for (const text of [first, ...rest]) lines.push(padTo(bars(lanes.slice(0, place), ''), lane.column) + text);
    }
  }
  return [...lines, bars(lanes, '')];
}

/** What stands below the primitive of a step. */
function details(step: StepText, withFunction: boolean, room: number): string[] {
  const { at, assumes, changes } = step;
  const lines: string[] = [];
  if (at !== undefined) {
    if (withFunction) lines.push(...wrap(`in ${at.function}():`, room));
    const place = `${at.file}:${at.line}`;
    const one = `${plain(place)}  ${plain(at.text)}`;
    if (stringWidth(one) <= room) lines.push(one);
    else lines.push(...wrap(place, room), ...indented('  ', at.text, room));
  }
  if (assumes !== undefined) lines.push(...hanging('assuming ', assumes, room));
  for (const change of changes) lines.push(...hanging('    ', change, room));
  return lines;
}

/** A text after a lead, its further lines two columns deeper than the first begins. */
function hanging(lead: string, text: string, room: number): string[] {
  const indent = `${lead.match(/^ */)?.[0] ?? ''}  `;
  const [first = '', ...rest] = wrap(`${lead.trimStart()}${text}`, room - indent.length);
  return [`${indent.slice(2)}${first}`, ...rest.map((line) => `${indent}${line}`)];
}

function indented(indent: string, text: string, room: number): string[] {
  return wrap(text, room - indent.length).map((line) => `${indent}${line}`);
}

/** One line of the drawing: the gutter, the lanes to the left, the text, and the lanes that it does not reach. */
function row(gutter: string, lanes: readonly Lane[], own: Lane, text: string): string {
  const before = lanes.filter(({ column }) => column < own.column);
  let line = `${padTo(bars(before, gutter), own.column)}${text}`;
  for (const { column } of lanes) {
    if (column > own.column && stringWidth(line) < column) line = `${padTo(line, column)}|`;
  }
  return line;
}

/** The lines of lanes after a gutter. */
function bars(lanes: readonly Lane[], gutter: string): string {
  let line = gutter;
  for (const { column } of lanes) line = `${padTo(line, column)}|`;
  return line;
}

function padTo(line: string, column: number): string {
  return line + ' '.repeat(Math.max(column - stringWidth(line), 0));
}

/** The last lines: what the trace shows. */
function verdict(broken: Broken | undefined, steps: number, width: number): string[] {
  if (broken === undefined) return [];
  const where = steps === 0 ? 'The initial state' : `Step ${steps}`;
  const text = wrap(`${where} breaks ${broken.name}: ${broken.says}`, width);
  return steps === 0 ? text : ['', ...text];
}
