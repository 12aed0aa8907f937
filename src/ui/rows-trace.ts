import type { StepText } from '../explore/model.ts';
import type { CheckItem } from './data.ts';
import {
  blankRow,
  fit,
  litSegment,
  type Row,
  type Rows,
  rowsOf,
  type Segment,
  segment,
  textRow,
  widthOf,
  wrap,
} from './rows.ts';
import type { Glyphs, Role } from './theme.ts';

/** Columns before the lanes: the number of the step, and a mark where it breaks the property. */
const GUTTER = 6;
/** Columns that the last lane keeps for its text, where the width allows it. */
const LAST_LANE = 30;
const NARROWEST = 3;

/** One column an actor, from left to right as they come into the trace. */
interface Lane {
  readonly actor: string;
  /** Column where its line stands. */
  readonly column: number;
}

/** The name of the row of a step. */
function stepAnchor(index: number): string {
  return `step:${index}`;
}

/** The names of the actors above their lanes. */
export function lanesHeader(steps: readonly StepText[], width: number): readonly Segment[] {
  const lanes = lanesOf(steps, width);
  const heads: Segment[] = [];
  let written = 0;
  for (const [index, { actor, column }] of lanes.entries()) {
    const room = (lanes[index + 1]?.column ?? width) - column - 1;
    heads.push(segment(' '.repeat(Math.max(0, column - written))));
    heads.push(...fit([segment(actor, 'actor')], 0, Math.max(1, room)));
    written = column + Math.max(1, room);
  }
  return heads;
}

/** A trace as lanes, a step a row: its actor's lane holds what it does, the others their lines. */
export function laneRows(
  steps: readonly StepText[],
  check: CheckItem | undefined,
  width: number,
  glyphs: Glyphs,
): Rows {
  if (steps.length === 0)
    return rowsOf([textRow('empty', 'The initial state breaks the property: no step is needed.', 'muted')]);
  const lanes = lanesOf(steps, width);
  return rowsOf(steps.map((step, index) => laneRow(step, index, lanes, index === steps.length - 1, check, glyphs)));
}

function lanesOf(steps: readonly StepText[], width: number): readonly Lane[] {
  const actors = [...new Set(steps.map(({ actor }) => actor))];
  const fair = Math.floor((width - GUTTER) / Math.max(1, actors.length));
  const roomy = Math.floor((width - GUTTER - LAST_LANE) / Math.max(1, actors.length - 1));
  const apart = Math.max(NARROWEST, Math.min(fair, roomy));
  return actors.map((actor, place) => ({ actor, column: GUTTER + place * apart }));
}

function laneRow(
  step: StepText,
  index: number,
  lanes: readonly Lane[],
  isLast: boolean,
  check: CheckItem | undefined,
  glyphs: Glyphs,
): Row {
  const breaks = isLast && check !== undefined;
  const segments: Segment[] = [
    segment(String(index + 1).padStart(3), 'muted'),
    segment(breaks ? ` ${glyphs.bad}` : '', 'bad'),
  ];
  let written = segments.reduce((sum, { text }) => sum + widthOf(text), 0);
  for (const { actor, column } of lanes) {
    if (written > column) continue;
    segments.push(segment(' '.repeat(column - written)));
    const own = actor === step.actor ? litSegment(step.does, stepRole(step, breaks)) : segment(glyphs.bar, 'muted');
    segments.push(own);
    written = column + widthOf(own.text);
  }
  const { at } = step;
  return {
    anchor: stepAnchor(index),
    segments,
    ...(at === undefined ? {} : { target: { kind: 'code', file: at.file, line: at.line, function: at.function } }),
  };
}

function stepRole(step: StepText, breaks: boolean): Role {
  if (breaks) return 'bad';
  if (step.assumes !== undefined) return 'unknown';
  return step.at === undefined ? 'trailer' : 'plain';
}

/**
 * One step in full: the kernel line behind it, what it changed, where every actor stands, and what every object that a
 * step changed has come to; for the last step the property that it breaks.
 *
 * @param property Its name; undefined as long as it is not known.
 * @param demands What it says, as a sentence; may be empty.
 */
export function stepRows(
  steps: readonly StepText[],
  index: number,
  property: string | undefined,
  demands: string,
  width: number,
  glyphs: Glyphs,
): Rows {
  const step = steps[index];
  if (step === undefined) return rowsOf([textRow('none', 'no step', 'muted')]);
  const rows: Row[] = [];
  const say = (anchor: string, text: string, role: Role = 'plain', indent = '') => {
    for (const line of wrap(segment(text).text, Math.max(1, width - indent.length)))
      rows.push(textRow(anchor, indent + line, role));
  };
  const head = (anchor: string, text: string) => rows.push(blankRow(`${anchor}:blank`), textRow(anchor, text, 'title'));
  say('head', `step ${index + 1} of ${steps.length} ${glyphs.dot} ${step.actor}`, 'actor');
  say('does', step.does, 'title');
  if (index === steps.length - 1 && property !== undefined) {
    say('breaks', `${glyphs.bad} breaks ${property}`, 'bad');
    if (demands !== '') say('demands', demands, 'bad', '    ');
  }
  source(step, say);
  if (step.assumes !== undefined) say('assumes', `assuming ${step.assumes}`, 'unknown');
  if (step.changes.length > 0) head('changed', 'What it changed');
  for (const [at, change] of step.changes.entries()) say(`change:${at}`, change, 'plain', '  ');
  head('stand', 'Where everybody stands');
  for (const [actor, last] of latest(steps.slice(0, index + 1))) {
    say(`stand:${actor}`, `${actor}: ${last.does}`, actor === step.actor ? 'actor' : 'plain', '  ');
    if (last.at !== undefined)
      say(`stand:${actor}:at`, `${last.at.file}:${last.at.line}  ${last.at.text.trim()}`, 'muted', '    ');
  }
  const values = valuesAfter(steps.slice(0, index + 1));
  if (values.size > 0) head('state', 'What has changed so far');
  for (const [object, value] of values) say(`state:${object}`, `${object}: ${value}`, 'plain', '  ');
  return rowsOf(rows);
}

function source(step: StepText, say: (anchor: string, text: string, role?: Role, indent?: string) => void): void {
  if (step.at === undefined) {
    say('at', 'the hardware does this; no line of code stands behind it', 'muted');
    return;
  }
  say('at', `${step.at.file}:${step.at.line} in ${step.at.function}()`, 'file');
  say('text', step.at.text.trim(), 'plain', '    ');
}

/** The last step of each actor, in the order in which they come into the trace. */
function latest(steps: readonly StepText[]): ReadonlyMap<string, StepText> {
  const last = new Map<string, StepText>();
  for (const step of steps) last.set(step.actor, step);
  return last;
}

/** `pmd[0]: table 1 → none` says what pmd[0] has come to; phrases of another form say nothing that lasts. */
function valuesAfter(steps: readonly StepText[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const change of steps.flatMap(({ changes }) => changes)) {
    const colon = change.indexOf(': ');
    const arrow = Math.max(change.lastIndexOf(' → '), change.lastIndexOf(' -> '));
    if (colon < 0 || arrow < colon) continue;
    values.set(change.slice(0, colon), change.slice(arrow).replace(/^ (?:→|->) /, ''));
  }
  return values;
}
