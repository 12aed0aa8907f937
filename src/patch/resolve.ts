import type { Anchor, PatchLine } from './anchor.ts';
import type { Patch } from './patch.ts';
import { placesOf } from './places.ts';
import { squash } from './reviewed.ts';

/** A closing brace stands in hundreds of places; more candidates than these help nobody. */
const MOST_CANDIDATES = 50;

/** A crafted patch repeats one line a hundred thousand times and quotes it as often. */
const MOST_RIVALS = 1000;

/**
 * How sure each way of finding a line is.
 *
 * The share of the blocks of test/heavy/anchor-recall whose anchor is the quoted line itself, by method: 6,441 blocks
 * of two archives. `rival` is what an anchor with other candidates loses, `inherited` what each answer multiplies by.
 * `alike` and `named` are not measured: there a line merely equals one of the patch, or only a function is named.
 */
export const CONFIDENCE = {
  exact: 0.99,
  normalised: 0.97,
  context: 0.92,
  inherited: 0.94,
  rival: 0.04,
  alike: 0.5,
  named: 0.4,
};

/** Makes the anchor of a quoted line whose place in the patch is known through the mail it was quoted from. */
export function tracedAnchor(place: PatchLine, quoted: string, patch: Patch): Anchor {
  const verbatim = quoted === `${place.mark}${place.text}` || quoted === place.text;
  const method = verbatim ? 'exact' : 'normalised';
  const rivals = placesOf(patch).byText.get(`${place.mark.trim()}${squash(place.text)}`);
  return anchorAt(place, method, rivals ?? [place]);
}

/**
 * Finds a quoted line by its text in patches, where no ancestor's text has it.
 *
 * @param quoted The line without quote marks.
 * @param patches Nearest ancestor first.
 * @param near The place that the quotation's line before was found at: of several places the next one below it fits.
 * @param path The file that a header in the quotation named.
 */
export function textAnchor(
  quoted: string,
  patches: readonly Patch[],
  near: PatchLine | undefined,
  path: string | undefined,
): Anchor | undefined {
  const key = squash(quoted);
  if (key === '') return undefined;
  for (const patch of patches) {
    const { byText, byBareText } = placesOf(patch);
    const all = byText.get(key) ?? byBareText.get(key);
    if (all === undefined) continue;
    const rivals = all.length > MOST_RIVALS ? all.slice(0, MOST_RIVALS) : all;
    const inFile = path === undefined ? rivals : rivals.filter((place) => place.path === path);
    const fitting = inFile.length > 0 ? inFile : rivals;
    const [first] = fitting;
    if (first === undefined) continue;
    if (fitting.length === 1) return anchorAt(first, 'normalised', rivals);
    return anchorAt(nextBelow(fitting, near) ?? first, 'context', rivals);
  }
  return undefined;
}

/** The first of several places that stands below another one in the same hunk, else in the same file. */
function nextBelow(places: readonly PatchLine[], near: PatchLine | undefined): PatchLine | undefined {
  if (near === undefined) return undefined;
  const sameFile = places.filter((place) => place.messageId === near.messageId && place.path === near.path);
  return (
    sameFile.find((place) => place.hunk === near.hunk && place.line > near.line) ??
    sameFile.find((place) => place.hunk > near.hunk) ??
    sameFile[0]
  );
}

function anchorAt(place: PatchLine, method: 'exact' | 'normalised' | 'context', rivals: readonly PatchLine[]): Anchor {
  const candidates = [place];
  for (let at = 0; at < rivals.length && candidates.length < MOST_CANDIDATES; at += 1) {
    const rival = rivals[at];
    if (rival !== undefined && rival !== place) candidates.push(rival);
  }
  const confidence = CONFIDENCE[method] - (candidates.length > 1 ? CONFIDENCE.rival : 0);
  return { place, method, confidence, candidates };
}

/** Places of two lists, each once, as many as are worth listing. */
export function joinPlaces(places: readonly PatchLine[], others: readonly PatchLine[]): readonly PatchLine[] {
  return [...new Set([...places, ...others])].slice(0, MOST_CANDIDATES);
}
