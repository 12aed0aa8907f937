import type { PatchLine } from './anchor.ts';
import { functionsOf } from './function.ts';
import type { Patch } from './patch.ts';
import { squashAll } from './reviewed.ts';

/** All lines of a patch as places that a comment can be about. */
export interface Places {
  /** In the order of the patch. */
  readonly all: readonly PatchLine[];
  readonly byMailLine: ReadonlyMap<number, PatchLine>;
  /** By the file that they stand in. */
  readonly byPath: ReadonlyMap<string, FilePlaces>;
  /** By the line with its mark, white space aside; a blank line has no entry. */
  readonly byText: ReadonlyMap<string, readonly PatchLine[]>;
  /** By the line without its mark. */
  readonly byBareText: ReadonlyMap<string, readonly PatchLine[]>;
}

/** The places in one file. */
export interface FilePlaces {
  readonly places: readonly PatchLine[];
  /** Of each place its line with the mark, white space aside; empty for a blank line. */
  readonly keys: readonly string[];
}

const known = new WeakMap<Patch, Places>();

/** Lists the places of a patch; asked again for the same patch, it gives the same list. */
export function placesOf(patch: Patch): Places {
  const before = known.get(patch);
  if (before !== undefined) return before;
  const all: PatchLine[] = [];
  const byMailLine = new Map<number, PatchLine>();
  const byPath = new Map<string, { places: PatchLine[]; keys: string[] }>();
  const byText = new Map<string, PatchLine[]>();
  const byBareText = new Map<string, PatchLine[]>();
  const lines = [...linesOf(patch)];
  const texts = squashAll(lines.map(({ place }) => place.text));
  for (const [at, { place, mailLine }] of lines.entries()) {
    all.push(place);
    byMailLine.set(mailLine, place);
    const bare = texts[at] ?? '';
    const key = bare === '' ? '' : `${place.mark.trim()}${bare}`;
    const file = byPath.get(place.path) ?? { places: [], keys: [] };
    byPath.set(place.path, file);
    file.places.push(place);
    file.keys.push(key);
    if (key === '') continue;
    add(byText, key, place);
    add(byBareText, bare, place);
  }
  const places: Places = { all, byMailLine, byPath, byText, byBareText };
  known.set(patch, places);
  return places;
}

/** The lines of a patch as places, each with its line of the mail. */
function* linesOf({ messageId, files }: Patch): Generator<{ readonly place: PatchLine; readonly mailLine: number }> {
  for (const { path, hunks } of files) {
    for (const [hunk, read] of hunks.entries()) {
      const after = functionsOf(read, '+');
      const before = functionsOf(read, '-');
      for (const [line, { mark, text, old, new: fresh, mailLine }] of read.lines.entries()) {
        const isBefore = mark === '-';
        const place: PatchLine = {
          messageId,
          path,
          function: (isBefore ? before : after)[line],
          hunk,
          line,
          mark,
          text,
          side: isBefore ? 'before' : 'after',
          lineNumber: (isBefore ? old : fresh) ?? 0,
        };
        yield { place, mailLine };
      }
    }
  }
}

function add(index: Map<string, PatchLine[]>, key: string, place: PatchLine): void {
  const there = index.get(key);
  if (there === undefined) index.set(key, [place]);
  else there.push(place);
}
