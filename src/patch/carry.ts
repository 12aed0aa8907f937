import { align } from './align.ts';
import type { PatchLine } from './anchor.ts';
import type { Patch } from './patch.ts';
import { placesOf } from './places.ts';
import { squash } from './reviewed.ts';

/** Where a line of one version of a series stands in another one. */
export interface Carried {
  /**
   * `same`: in the same function, whatever its number; `moved`: the same text in another function, file or patch;
   * `changed`: its neighbours are there and it is not, or its function is; `gone`: nothing is left of it.
   */
  readonly fate: 'same' | 'moved' | 'changed' | 'gone';
  /** The line there; for `changed` what stands in its place; undefined where it is gone. */
  readonly place: PatchLine | undefined;
  /** 0 to 1. */
  readonly confidence: number;
}

const GONE: Carried = { fate: 'gone', place: undefined, confidence: 0.8 };

/** Of more new lines than these between two neighbours the first are looked at. */
const MOST_BETWEEN = 200;

/** A neighbour farther away than this says little of what became of a line. */
const FARTHEST_NEIGHBOUR = 6;

/**
 * Makes a function that carries lines of one patch to the next version of its series, without a tree.
 *
 * The changed and context lines of each file are aligned over all patches of the new version, since a hunk may have
 * gone to another one.
 *
 * @param from The patch that the lines stand in.
 * @param to All patches of the other version, in the order of the series.
 */
export function carrier(from: Patch, to: readonly Patch[]): (place: PatchLine) => Carried {
  const files = new Map<string, Alignment>();
  return (place) => {
    let file = files.get(place.path);
    if (file === undefined) {
      file = alignFile(from, to, place.path);
      files.set(place.path, file);
    }
    return inFile(place, file) ?? elsewhere(place, to) ?? inFunction(place, file) ?? GONE;
  };
}

interface Alignment {
  readonly old: readonly PatchLine[];
  /** Index in `old` by hunk and line. */
  readonly index: ReadonlyMap<string, number>;
  readonly fresh: readonly PatchLine[];
  /** For each old line the index of the new one, or -1. */
  readonly matched: Int32Array;
}

function alignFile(from: Patch, to: readonly Patch[], path: string): Alignment {
  const { places: old, keys } = placesOf(from).byPath.get(path) ?? { places: [], keys: [] };
  const there = to.flatMap((patch) => placesOf(patch).byPath.get(path) ?? []);
  const fresh = there.flatMap(({ places }) => places);
  const index = new Map(old.map((place, at) => [`${place.hunk} ${place.line}`, at]));
  return {
    old,
    index,
    fresh,
    matched: align(
      keys,
      there.flatMap((file) => file.keys),
    ),
  };
}

/** The line itself, or what stands between its neighbours. */
function inFile(place: PatchLine, { old, index: at, fresh, matched }: Alignment): Carried | undefined {
  const index = at.get(`${place.hunk} ${place.line}`) ?? -1;
  const here = fresh[matched[index] ?? -1];
  if (here !== undefined) {
    const stays = here.function === place.function;
    return { fate: stays ? 'same' : 'moved', place: here, confidence: stays ? 0.98 : 0.85 };
  }
  const above = neighbour(old, matched, index, -1);
  const below = neighbour(old, matched, index, 1);
  if (above === undefined && below === undefined) return undefined;
  const from = above === undefined ? (below ?? 0) - 1 : above + 1;
  const to = below ?? from + 1;
  const between = fresh.slice(Math.max(from, 0), Math.max(to, from + 1)).slice(0, MOST_BETWEEN);
  const likely = mostAlike(place, between) ?? fresh[above ?? below ?? 0];
  return { fate: 'changed', place: likely, confidence: above !== undefined && below !== undefined ? 0.85 : 0.6 };
}

/** The line that shares most words with another, one with the same mark before one with another. */
function mostAlike(place: PatchLine, lines: readonly PatchLine[]): PatchLine | undefined {
  const words = new Set(place.text.match(/\w+/g));
  let best: PatchLine | undefined;
  let most = -1;
  for (const line of lines) {
    const own = line.text.match(/\w+/g) ?? [];
    const shared = own.filter((word) => words.has(word)).length / Math.max(own.length, words.size, 1);
    const score = shared + (line.mark === place.mark ? 0.1 : 0) + (own.length > 0 ? 0.01 : 0);
    if (score > most) [best, most] = [line, score];
  }
  return best;
}

/** The nearest line of the same hunk, up or down, that the other version has; its index there. */
function neighbour(old: readonly PatchLine[], matched: Int32Array, index: number, step: 1 | -1): number | undefined {
  const hunk = old[index]?.hunk;
  for (let away = 1; away <= FARTHEST_NEIGHBOUR; away += 1) {
    const at = index + away * step;
    if (old[at]?.hunk !== hunk) return undefined;
    const there = matched[at] ?? -1;
    if (there >= 0) return there;
  }
  return undefined;
}

/** The one line of the other version, in any file, that has the same text and says something. */
function elsewhere(place: PatchLine, to: readonly Patch[]): Carried | undefined {
  if (!/\w{3}/.test(place.text)) return undefined;
  const key = place.mark.trim() + squash(place.text);
  const [first, second] = to.flatMap((patch) => placesOf(patch).byText.get(key)?.slice(0, 2) ?? []);
  return first !== undefined && second === undefined ? { fate: 'moved', place: first, confidence: 0.8 } : undefined;
}

/** What the other version changes in the same function. */
function inFunction(place: PatchLine, { fresh }: Alignment): Carried | undefined {
  if (place.function === undefined) return undefined;
  const there = fresh.find((line) => line.function === place.function && line.mark !== ' ');
  return there && { fate: 'changed', place: there, confidence: 0.4 };
}
