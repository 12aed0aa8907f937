import { isConfirmed } from '../checks/verdict.ts';
import { type ComparedFile, type ComparedLine, comparedFiles, type DiffLine } from './compare.ts';
import type { CheckItem, ClaimItem, Comparison, MessageItem, PlaceItem, VersionItem } from './data.ts';
import {
  blankRow,
  type Row,
  type Rows,
  rowsOf,
  type Segment,
  type Stop,
  segment,
  type Target,
  textRow,
  wrap,
} from './rows.ts';
import { byVerdict } from './rows-check.ts';
import { markRole } from './rows-claim.ts';
import type { Glyphs, Role } from './theme.ts';
import { versionName } from './version-name.ts';
import { count, day, isConcern, isWeighty, kindWords, standing, verdictWords } from './words.ts';

/** Lines that both versions have are shown up to so far from what differs or is claimed; more are folded. */
const CONTEXT = 3;

/** The anchor of a claim in a comparison. */
function carriedAnchor(claimId: string): string {
  return `carried:${claimId}`;
}

/** How a comparison is shown. */
interface Look {
  readonly toggled: ReadonlySet<string>;
  readonly width: number;
  readonly glyphs: Glyphs;
}

/**
 * Two versions of a series: the diffs of both beside each other, file by file, and below each line what was claimed of
 * it in the earlier version: where that line is now, and what the checks say of either version.
 */
export function comparisonRows(
  comparison: Comparison,
  toggled: ReadonlySet<string>,
  width: number,
  glyphs: Glyphs,
): Rows {
  const look = { toggled, width, glyphs };
  const files = comparedFiles(comparison.before, comparison.after);
  const claims = claimsByLine(comparison, files);
  const rows = headRows(comparison, look);
  for (const file of files) rows.push(...fileRows(file, comparison, claims, look));
  const left = [...claims.values()].flat();
  if (left.length > 0) rows.push(blankRow('left:blank'), textRow('left', 'Claimed of other lines', 'title'));
  for (const claim of left) rows.push(...claimRows(claim, comparison, look));
  return rowsOf(rows);
}

function headRows(comparison: Comparison, { glyphs, width }: Look): Row[] {
  const { from, to, versions } = comparison;
  const weighty = comparison.claims.filter(isWeighty);
  const confirmed = (side: Side) => weighty.filter((claim) => isConfirmed(strongest(claim, side))).length;
  const [old, fresh] = sidesOf(comparison);
  const says = `${count(weighty.length, 'claim')} of ${old.name}; confirmed in ${old.name}: ${confirmed(old)}, in ${fresh.name}: ${confirmed(fresh)}`;
  const all = versions.map((version) => {
    const name = versionName(versions, version);
    return version.head === from.head || version.head === to.head ? `[${name}]` : name;
  });
  return [
    ...wrap(segment(to.subject).text, Math.max(1, width)).map((line) => textRow('subject', line, 'title')),
    {
      anchor: 'versions',
      segments: [
        segment(versionWords(old.name, from), 'person'),
        segment(` ${glyphs.arrow} `, 'muted'),
        segment(versionWords(fresh.name, to), 'person'),
      ],
    },
    textRow('all', all.join(' '), 'muted'),
    textRow('claims', says),
    blankRow('head:blank'),
  ];
}

/** One of the two versions: what it is called, and the checks of its patches. */
interface Side {
  readonly name: string;
  readonly checks: readonly CheckItem[];
}

/** The earlier version, then the later one. */
function sidesOf({ versions, from, to, before, after, checks }: Comparison): readonly [Side, Side] {
  const side = (version: VersionItem, mails: readonly MessageItem[]): Side => ({
    name: versionName(versions, version),
    checks: checks.filter((check) => mails.some(({ messageId }) => messageId === check.messageId)),
  });
  return [side(from, before), side(to, after)];
}

function versionWords(name: string, { date, received, parts }: VersionItem): string {
  const patches =
    received === parts ? count(parts, 'patch').replace(/patchs$/, 'patches') : `${received} of ${parts} patches`;
  return `${name} ${day(date)}, ${patches}`;
}

function lineKey({ messageId, path, hunk, hunkLine }: Omit<DiffLine, 'text' | 'number'>): string {
  return `${messageId} ${path}#${hunk}#${hunkLine}`;
}

/** Claims by the line that they are shown below: where it stands now, else where it stood. */
function claimsByLine({ claims, places }: Comparison, files: readonly ComparedFile[]): Map<string, ClaimItem[]> {
  const shown = new Set(
    files.flatMap(({ lines }) =>
      lines.flatMap(({ old, fresh }) => [old, fresh].flatMap((line) => (line ? [lineKey(line)] : []))),
    ),
  );
  const byLine = new Map<string, ClaimItem[]>();
  for (const claim of claims.filter(isWeighty)) {
    const place = places.get(claim.claimId);
    const now = place === undefined ? undefined : placeKey(place);
    const then = claim.anchor === undefined ? '' : lineKey(claim.anchor);
    const key = now !== undefined && shown.has(now) ? now : then;
    const there = byLine.get(key);
    if (there === undefined) byLine.set(key, [claim]);
    else there.push(claim);
  }
  return byLine;
}

function placeKey({ messageId, path, hunk, hunkLine }: PlaceItem): string | undefined {
  return messageId === undefined || path === undefined ? undefined : lineKey({ messageId, path, hunk, hunkLine });
}

/** The rows of a file; takes the claims that it shows out of `claims`. */
function fileRows(
  { path, lines }: ComparedFile,
  comparison: Comparison,
  claims: Map<string, ClaimItem[]>,
  look: Look,
): Row[] {
  const own = lines.map((line) => takeClaims(line, claims));
  const isPlain = (index: number) => lines[index]?.kind === 'same' && (own[index]?.length ?? 0) === 0;
  const isNear = (index: number) => {
    for (let near = index - CONTEXT; near <= index + CONTEXT; near++) {
      if (near >= 0 && near < lines.length && !isPlain(near)) return true;
    }
    return false;
  };
  const changed = lines.some(({ kind }) => kind !== 'same');
  const rows: Row[] = [
    {
      anchor: `file:${path}`,
      segments: [segment(path, 'file'), segment(changed ? '' : '  the same in both', 'muted')],
      stop: new Set<Stop>(['file', 'hunk']),
    },
  ];
  for (let index = 0; index < lines.length; ) {
    let end = index;
    while (end < lines.length && !isNear(end)) end++;
    const fold = `same:${path}:${index}`;
    if (end - index > 1 && !look.toggled.has(fold)) {
      rows.push({
        anchor: fold,
        segments: [segment(`     ${look.glyphs.closed} ${count(end - index, 'line')} that both have`, 'muted')],
        target: { kind: 'fold', id: fold, folded: true },
        folds: [fold],
      });
      index = end;
      continue;
    }
    const last = Math.max(end, index + 1);
    for (; index < last; index++) {
      const line = lines[index];
      if (line === undefined) break;
      rows.push(lineRow(line, isPlain(index - 1) || index === 0, comparison, end > index ? [fold] : [], look));
      for (const claim of own[index] ?? []) rows.push(...claimRows(claim, comparison, look));
    }
  }
  rows.push(blankRow(`file:${path}:blank`));
  return rows;
}

function takeClaims({ old, fresh }: ComparedLine, claims: Map<string, ClaimItem[]>): readonly ClaimItem[] {
  return [fresh, old].flatMap((line) => {
    if (line === undefined) return [];
    const key = lineKey(line);
    const found = claims.get(key) ?? [];
    claims.delete(key);
    return found;
  });
}

const KIND_ROLES: Readonly<Record<ComparedLine['kind'], Role>> = { same: 'muted', gone: 'bad', fresh: 'good' };

function lineRow(
  line: ComparedLine,
  starts: boolean,
  { versions, from, to }: Comparison,
  folds: readonly string[],
  { glyphs }: Look,
): Row {
  const { text, hunkLine } = line.fresh ?? line.old;
  const label = line.kind === 'same' ? '' : versionName(versions, line.kind === 'gone' ? from : to);
  const role: Role = hunkLine < 0 ? 'hunk' : line.kind === 'same' ? 'muted' : markRole(text);
  const stop = new Set<Stop>(line.kind !== 'same' && starts ? ['hunk'] : []);
  const at = line.fresh ?? line.old;
  return {
    anchor: lineKey(at),
    segments: [segment(label.padEnd(4), KIND_ROLES[line.kind]), segment(glyphs.bar, 'muted'), segment(text, role)],
    target: { kind: 'thread', threadId: at.messageId, messageId: at.messageId, line: at.number },
    ...(stop.size > 0 ? { stop } : {}),
    ...(folds.length > 0 ? { folds } : {}),
  };
}

const FATES: Readonly<Record<PlaceItem['fate'], string>> = {
  same: 'its line is as it was',
  moved: 'its line was moved',
  changed: 'its line was changed',
  gone: 'its line is gone',
};

/** The strongest verdict of a claim on one version. */
function strongest(claim: ClaimItem, { checks }: Side): CheckItem['verdict'] | undefined {
  return byVerdict(checks.filter((check) => check.claimId === claim.claimId))[0]?.verdict;
}

function claimRows(claim: ClaimItem, comparison: Comparison, { width, glyphs }: Look): Row[] {
  const { places } = comparison;
  const target: Target = { kind: 'claim', claimId: claim.claimId, threadId: claim.threadId };
  const bar = segment(`     ${glyphs.comment} `, 'claim');
  const verdicts = sidesOf(comparison).flatMap((side): Segment[] => {
    const verdict = strongest(claim, side);
    return verdict === undefined ? [] : [segment(`  ${side.name} `, 'muted'), verdictWords(verdict, glyphs)];
  });
  const fate = places.get(claim.claimId)?.fate;
  const head: Row = {
    anchor: carriedAnchor(claim.claimId),
    segments: [
      bar,
      segment(claim.fromName, claim.isBot ? 'bot' : 'person'),
      ...(verdicts.length > 0 ? verdicts : [segment('  '), standing(claim, glyphs)]),
      segment(`  ${fate === undefined ? 'its line was not followed' : FATES[fate]}`, 'muted'),
    ],
    target,
    claimIds: [claim.claimId],
    stop: new Set<Stop>(isConcern(claim) ? ['claim', 'concern'] : ['claim']),
  };
  const says = wrap(segment(`${kindWords(claim)}: ${claim.evidence}`).text, Math.max(1, width - 8));
  return [
    head,
    ...says.map((line) => ({
      anchor: carriedAnchor(claim.claimId),
      segments: [bar, segment(line)],
      target,
      claimIds: [claim.claimId],
    })),
  ];
}
