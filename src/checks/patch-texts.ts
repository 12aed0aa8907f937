import { editReference } from '../lift/edited.ts';
import type { Elsewhere } from '../lift/elsewhere.ts';
import type { ChangedFunction, Sides } from '../lift/sides.ts';
import { type FunctionText, type FunctionTexts, functionsIn, wholeFile } from '../lift/text.ts';
import { isWithin } from '../mm/version.ts';
import type { Vocabulary } from '../mm/vocabulary.ts';
import type { FileChange, Patch, Side } from '../patch/patch.ts';

type BothSides = { readonly [Which in Side]: FunctionText | undefined };

/** The functions that a patch shows, as they are read on either side. */
export interface PatchTexts {
  readonly before: FunctionTexts;
  readonly after: FunctionTexts;
  /** Names, on either side, of the functions and macros that the patch changes, adds or removes. */
  readonly changed: ReadonlySet<string>;
  /** The text of a changed function on each side. */
  readonly of: (changed: ChangedFunction) => BothSides;
  /** The texts of a side where each changed function is the model's own with the changes carried over, if that can be. */
  readonly carried: (side: Side) => FunctionTexts;
  /** Definitions of the rest of the kernel tree, where there is one. */
  readonly elsewhere: Elsewhere | undefined;
}

/**
 * Gathers the texts of a patch's functions.
 *
 * Where the diff shows only parts of one, the model's own text of it is taken, if there is one of that time that the hunks
 * can be carried over to, those of the patches below it first.
 *
 * @param base The patches that this one is made on top of, the lowest first.
 */
export function patchTexts(
  sides: Sides,
  patch: Patch,
  kernel: string,
  vocabulary: Vocabulary,
  base: readonly Patch[] = [],
  elsewhere?: Elsewhere,
): PatchTexts {
  const carried = new Map(
    sides.changed.map((one) => [one, editedReference(one, [...base, patch], kernel, vocabulary)]),
  );
  const of = (changed: ChangedFunction): BothSides =>
    (isPartial(changed) ? carried.get(changed) : undefined) ?? changed;
  const withChanged = (side: Side, textOf: (changed: ChangedFunction) => BothSides): FunctionTexts => {
    const texts = new Map(sides[side]);
    for (const changed of sides.changed) {
      const text = textOf(changed)[side];
      if (text !== undefined) texts.set(text.name, text);
    }
    return texts;
  };
  return {
    before: withChanged('before', of),
    after: withChanged('after', of),
    changed: new Set([...sides.changed.flatMap(({ name, formerly = name }) => [name, formerly]), ...sides.macros]),
    of,
    carried: (side) => withChanged(side, (changed) => carried.get(changed) ?? of(changed)),
    elsewhere,
  };
}

const isPartial = ({ before, after }: ChangedFunction) => before?.origin === 'fragment' || after?.origin === 'fragment';

/**
 * Both sides of a function from the model's own text of it, edited as the hunks of the last patch say; the text must be of
 * that time. Where the last patch does not fit what those below it leave, it was made without them.
 */
function editedReference(
  { name, path }: ChangedFunction,
  patches: readonly Patch[],
  kernel: string,
  vocabulary: Vocabulary,
): BothSides | undefined {
  const reference = vocabulary.reference(name, kernel);
  if (reference === undefined || !isWithin(kernel, reference)) return undefined;
  const changes = patches.map(({ files }) => files.find((file) => file.path === path));
  const last = changes.at(-1);
  if (last === undefined) return undefined;
  const edit = (text: string, change: FileChange | undefined) =>
    change === undefined ? undefined : editReference(text, change, name);
  const standing = changes.slice(0, -1).reduce((text, change) => edit(text, change)?.after ?? text, reference.text);
  const edited = edit(standing, last) ?? edit(reference.text, last);
  if (edited === undefined) return undefined;
  const read = (text: string) => functionsIn(wholeFile('reference', text, 'reference')).get(name);
  return { before: read(edited.before), after: read(edited.after) };
}
