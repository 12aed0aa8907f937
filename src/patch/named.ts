import type { Anchor, PatchLine } from './anchor.ts';
import type { Patch } from './patch.ts';
import { placesOf } from './places.ts';
import { CONFIDENCE } from './resolve.ts';

/**
 * Anchors words that quote no code by the first function that they name and a patch changes.
 *
 * ```
 * I wonder whether zap_pte_range() is the right place.
 *                  ^ if a patch above changes it: the first line that it changes there
 * ```
 *
 * @param patches Nearest ancestor first.
 */
export function namedAnchor(
  words: { readonly lines: readonly string[] },
  patches: readonly Patch[],
): Anchor | undefined {
  if (patches.length === 0) return undefined;
  for (const [, name = ''] of words.lines.join('\n').matchAll(/\b([A-Za-z_]\w{2,80})\(\)/g)) {
    const changed = changesOf(name, patches);
    const [place] = changed;
    if (place !== undefined) return { place, method: 'named', confidence: CONFIDENCE.named, candidates: changed };
  }
  return undefined;
}

/** The first changed line of each hunk that changes a function, in the nearest patch that does. */
function changesOf(name: string, patches: readonly Patch[]): PatchLine[] {
  for (const patch of patches) {
    const hunks = new Map<string, PatchLine>();
    for (const place of placesOf(patch).all) {
      const key = `${place.path} ${place.hunk}`;
      if (place.function === name && place.mark !== ' ' && !hunks.has(key)) hunks.set(key, place);
    }
    if (hunks.size > 0) return [...hunks.values()];
  }
  return [];
}
