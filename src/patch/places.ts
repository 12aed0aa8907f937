import type { PatchLine } from './anchor.ts';
import { functionsOf } from './function.ts';
import type { Patch } from './patch.ts';
import { squash } from './reviewed.ts';

/** All lines of a patch as places that a comment can be about. */
export interface Places {
  /** In the order of the patch. */
  readonly all: readonly PatchLine[];
  readonly byMailLine: ReadonlyMap<number, PatchLine>;
  /** By the line with its mark, white space aside; a blank line has no entry. */
  readonly byText: ReadonlyMap<string, readonly PatchLine[]>;
  /** By the line without its mark. */
  readonly byBareText: ReadonlyMap<string, readonly PatchLine[]>;
}

const known = new WeakMap<Patch, Places>();

/** Lists the places of a patch; asked again for the same patch, it gives the same list. */
export function placesOf(patch: Patch): Places {
  const before = known.get(patch);
  if (before !== undefined) return before;
  const all: PatchLine[] = [];
  const byMailLine = new Map<number, PatchLine>();
  const byText = new Map<string, PatchLine[]>();
  const byBareText = new Map<string, PatchLine[]>();
  for (const { path, hunks } of patch.files) {
    for (const [hunk, read] of hunks.entries()) {
      const after = functionsOf(read, '+');
      const before = functionsOf(read, '-');
      for (const [line, { mark, text, old, new: fresh, mailLine }] of read.lines.entries()) {
        const side = mark === '-' ? 'before' : 'after';
        const name = (mark === '-' ? before : after)[line];
        const lineNumber = (mark === '-' ? old : fresh) ?? 0;
        const place: PatchLine = {
          messageId: patch.messageId,
          path,
          function: name,
          hunk,
          line,
          mark,
          text,
          side,
          lineNumber,
        };
        all.push(place);
        byMailLine.set(mailLine, place);
        const bare = squash(text);
        if (bare === '') continue;
        add(byText, `${mark.trim()}${bare}`, place);
        add(byBareText, bare, place);
      }
    }
  }
  const places: Places = { all, byMailLine, byText, byBareText };
  known.set(patch, places);
  return places;
}

function add(index: Map<string, PatchLine[]>, key: string, place: PatchLine): void {
  const there = index.get(key);
  if (there === undefined) index.set(key, [place]);
  else there.push(place);
}
