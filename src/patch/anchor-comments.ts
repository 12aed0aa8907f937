import type { MailLine } from '../body/line.ts';
import type { Body, Leaf, Prose } from '../body/nodes.ts';
import { type DeepLeaf, deepLeavesOf } from '../body/tree.ts';
import type { Anchor, PatchLine } from './anchor.ts';
import { namedAnchor } from './named.ts';
import type { Patch } from './patch.ts';
import { placesOf } from './places.ts';
import { CONFIDENCE, textAnchor, tracedAnchor } from './resolve.ts';
import type { Comment, CommentRef, Reviewed, Scope, Source } from './reviewed.ts';

/** A mail as far as it is read when its comments are anchored. */
export interface Traced {
  readonly messageId: string;
  readonly lines: readonly MailLine[];
  readonly body: Body;
  readonly patch: Patch;
  readonly sources: readonly (Source | undefined)[];
}

/** A place in a patch, and how much of it a quotation that ends there shows. */
interface Spot {
  readonly anchor: Anchor;
  readonly scope: Scope;
}

/**
 * Anchors the comments of a mail: for each run of words the line of a patch that it is about.
 *
 * ```
 * > > +	page = alloc();        a line of the patch: the anchor of
 * > Can this sleep?               these words, and through them of
 * No, it is GFP_ATOMIC.           these
 * ```
 *
 * Words below a quoted line of a patch are about that line. Words below quoted words are about what those were about,
 * known from the mail that said them first or from what stands above them here. Words that end in a colon above the
 * first quoted line are about that line. Else words that name a function of the patch are about it.
 *
 * @param mail The mail, traced.
 * @param ancestors Nearest first, read to the end.
 * @returns One comment for each prose leaf of the tree, in the order of the text.
 */
export function anchorComments(mail: Traced, ancestors: readonly Reviewed[]): Comment[] {
  const leaves = deepLeavesOf(mail.body);
  const context: Context = {
    mail,
    leaves,
    byId: new Map(ancestors.map((ancestor) => [ancestor.messageId, ancestor])),
    patches: ancestors.map((ancestor) => ancestor.patch).filter((patch) => patch.files.length > 0),
    spots: new Map(),
  };
  findSpots(context);
  const comments = new Map<number, Comment>();
  const passed: Passed = { telling: [], quoted: [], spot: undefined };
  for (const [index, { leaf, depth }] of leaves.entries()) {
    if (leaf.type === 'prose') comments.set(index, commentOf(context, index, leaf, depth, lookAbove(passed, depth)));
    pass(passed, index, leaf.type, depth, context, comments.get(index));
  }
  return [...comments.values()];
}

interface Context {
  readonly mail: Traced;
  readonly leaves: readonly DeepLeaf[];
  readonly byId: ReadonlyMap<string, Reviewed>;
  /** Of the ancestors, nearest first. */
  readonly patches: readonly Patch[];
  /** By index of a quoted leaf with lines of a patch in it: the first changed line of them, and the last line. */
  readonly spots: Map<number, { first: Spot; last: Spot }>;
}

/** Finds the quoted lines of patches. */
function findSpots(context: Context): void {
  let near: PatchLine | undefined;
  let path: string | undefined;
  for (const [index, { leaf, depth }] of context.leaves.entries()) {
    if (depth === 0 || (leaf.type !== 'diff' && leaf.type !== 'code')) continue;
    const from = leaf.position.start.line - 1;
    for (const [offset, text] of leaf.lines.entries()) {
      path = /^(?:\+\+\+ b\/|diff --git \S+ b\/)(\S+)/.exec(text)?.[1] ?? path;
      const spot = spotAt(context, from + offset, text, near, path);
      if (spot === undefined) continue;
      near = spot.anchor.place;
      const first = context.spots.get(index)?.first ?? spot;
      const better = first.anchor.place.mark === ' ' && near.mark !== ' ';
      context.spots.set(index, { first: better ? spot : first, last: spot });
    }
  }
}

/** What one quoted line is: a line of a patch, a hunk's header or a file's. */
function spotAt(
  context: Context,
  line: number,
  text: string,
  near: PatchLine | undefined,
  path: string | undefined,
): Spot | undefined {
  const source = context.mail.sources[line];
  const patch = source === undefined ? undefined : context.byId.get(source.messageId)?.patch;
  if (source !== undefined && patch !== undefined && source.depth === 0) {
    const place = placesOf(patch).byMailLine.get(source.line);
    if (place !== undefined) return { anchor: tracedAnchor(place, text, patch), scope: 'line' };
    const headed = headedPlace(patch, source.line, text);
    if (headed !== undefined) return { anchor: tracedAnchor(headed.place, '', patch), scope: headed.scope };
  }
  const anchor = textAnchor(text, context.patches, near, path);
  return anchor && { anchor, scope: 'line' };
}

/** The first line below a header of a hunk or a file. */
function headedPlace(patch: Patch, line: number, text: string): { place: PatchLine; scope: Scope } | undefined {
  const scope = text.startsWith('@@') ? 'hunk' : /^(?:diff --git |\+\+\+ |--- |index )/.test(text) ? 'file' : undefined;
  if (scope === undefined) return undefined;
  const { byMailLine } = placesOf(patch);
  for (let below = line + 1; below < line + 8; below += 1) {
    const place = byMailLine.get(below);
    if (place !== undefined) return { place, scope };
  }
  return undefined;
}

function commentOf(context: Context, index: number, prose: Prose, depth: number, above: Above): Comment {
  const said = depth === 0 ? undefined : saidBefore(context, prose);
  if (said !== undefined) return { ...said.comment, prose, depth, said: said.ref };
  const base = { prose, depth, said: undefined, answers: above.answers };
  const below = spotBelow(context, index, depth, prose, above.quoted);
  if (below !== undefined) return { ...base, anchor: below.anchor, scope: below.scope, stands: 'above' };
  if (above.spot !== undefined) {
    return { ...base, anchor: above.spot.anchor, scope: scopeOf(above.spot, prose), stands: 'below' };
  }
  const named = depth > 0 || above.quoted || context.mail.patch.files.length > 0;
  const anchor = named ? undefined : namedAnchor(prose, context.patches);
  return { ...base, anchor, scope: anchor === undefined ? 'patch' : 'function', stands: 'below' };
}

/** What words stand below. */
interface Above {
  /** Whether anything quoted stands above. */
  readonly quoted: boolean;
  readonly spot: Spot | undefined;
  readonly answers: CommentRef | undefined;
}

/** What was passed so far on the way down a mail. */
interface Passed {
  /** By depth: the last leaf that tells what words below it are about. */
  readonly telling: ({ readonly index: number; readonly above: Above } | undefined)[];
  /** By depth: whether any words or code stand there. */
  readonly quoted: boolean[];
  /** The last place in a patch at any depth. */
  spot: Spot | undefined;
}

/** Notes a leaf for the words below it: a line of a patch, or words that are about one. */
function pass(
  passed: Passed,
  index: number,
  type: Leaf['type'],
  depth: number,
  context: Context,
  comment: Comment | undefined,
): void {
  const spot = context.spots.get(index)?.last;
  if (spot !== undefined) passed.telling[depth] = { index, above: { quoted: true, spot, answers: undefined } };
  else if (comment !== undefined) {
    const above = { quoted: true, spot: inherited(comment, passed.spot), answers: comment.said };
    passed.telling[depth] = { index, above };
  }
  if (type === 'prose' || type === 'diff' || type === 'code') passed.quoted[depth] = true;
  passed.spot = spot ?? passed.spot;
}

/**
 * What words stand below: the last deeper leaf that tells.
 *
 * Words of one's own depth and shallower ones are stepped over: a reviewer's second paragraph, or an answer that
 * somebody put between, is still below the same line.
 */
function lookAbove(passed: Passed, depth: number): Above {
  let last: Passed['telling'][number];
  for (const telling of passed.telling.slice(depth + 1)) {
    if (telling !== undefined && telling.index > (last?.index ?? -1)) last = telling;
  }
  return last?.above ?? { quoted: passed.quoted.slice(depth + 1).includes(true), spot: undefined, answers: undefined };
}

/** The anchor of the words above, one step less sure; the nearest line of a patch above them fits as well. */
function inherited(comment: Comment, nearest: Spot | undefined): Spot | undefined {
  if (comment.anchor === undefined) return undefined;
  const { place, confidence, candidates } = comment.anchor;
  const others = nearest?.anchor.candidates.filter((other) => !candidates.includes(other)) ?? [];
  const anchor: Anchor = {
    place,
    method: 'inherited',
    confidence: confidence * CONFIDENCE.inherited,
    candidates: [...candidates, ...others],
  };
  return { anchor, scope: comment.scope };
}

/**
 * The line of a patch that words above it announce.
 *
 * ```
 * And this one here:
 *                  ^ a colon, then the quotation follows
 * > +	page = alloc();
 * ```
 *
 * @param quoted Whether anything quoted stands above: then only words that point down count.
 */
function spotBelow(context: Context, index: number, depth: number, prose: Prose, quoted: boolean): Spot | undefined {
  const last = prose.lines.at(-1) ?? '';
  if (!/:\s*$/.test(last)) return undefined;
  if (quoted && !/\b(?:below|here|following|this (?:hunk|line|part|one|bit))\b/i.test(last)) return undefined;
  for (let at = index + 1; at < Math.min(index + 4, context.leaves.length); at += 1) {
    const leaf = context.leaves[at];
    if (leaf === undefined || (leaf.depth <= depth && leaf.leaf.type !== 'break')) return undefined;
    const spots = context.spots.get(at);
    if (spots !== undefined) return spots.first;
  }
  return undefined;
}

/** Words below a line may be about the function that it stands in: they say so, or the line is all of its signature. */
function scopeOf({ anchor, scope }: Spot, prose: Prose): Scope {
  if (scope !== 'line') return scope;
  const name = anchor.place.function;
  const text = prose.lines.join(' ');
  if (/\b(?:this|the|whole|entire|new) (?:whole |entire |new |helper )?(?:function|helper)\b/i.test(text))
    return 'function';
  return name !== undefined && anchor.place.text.includes(`${name}(`) && text.includes(name) ? 'function' : 'line';
}

/** The comment of an ancestor that quoted words are, with the mail it stands in. */
function saidBefore(context: Context, prose: Prose): { ref: CommentRef; comment: Comment } | undefined {
  const from = prose.position.start.line - 1;
  for (let line = from + prose.lines.length - 1; line >= from; line -= 1) {
    const source = context.mail.sources[line];
    const mail = source === undefined ? undefined : context.byId.get(source.messageId);
    if (source === undefined || mail === undefined || source.depth > 0) continue;
    const index = commentLines(mail)[source.line] ?? -1;
    const comment = mail.comments[index];
    if (comment !== undefined) return { ref: { messageId: mail.messageId, comment: index }, comment };
  }
  return undefined;
}

const known = new WeakMap<Reviewed, Int32Array>();

/** For each line of a mail the index of the comment that it belongs to, or -1. */
function commentLines(mail: Reviewed): Int32Array {
  const before = known.get(mail);
  if (before !== undefined) return before;
  const lines = new Int32Array(mail.lines.length).fill(-1);
  for (const [index, { prose }] of mail.comments.entries()) {
    const from = prose.position.start.line - 1;
    lines.fill(index, from, from + prose.lines.length);
  }
  known.set(mail, lines);
  return lines;
}
