import type { MailLine } from '../body/line.ts';
import type { Body, Leaf } from '../body/nodes.ts';
import { type DeepLeaf, deepLeavesOf } from '../body/tree.ts';
import type { Anchor, PatchLine } from './anchor.ts';
import { namedAnchor } from './named.ts';
import type { Patch } from './patch.ts';
import { placesOf } from './places.ts';
import { CONFIDENCE, joinPlaces, textAnchor, tracedAnchor } from './resolve.ts';
import { type Comment, type CommentRef, type Reviewed, type Scope, type Source, squash } from './reviewed.ts';

/** A mail as far as it is read when its comments are anchored. */
export interface Traced {
  readonly messageId: string;
  readonly lines: readonly MailLine[];
  readonly body: Body;
  readonly patch: Patch;
  readonly sources: readonly (Source | undefined)[];
  /** Its words answer somebody, as those of a patch and of a cover letter do not. */
  readonly isReply: boolean;
}

type Lines = Comment['leaf'];

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
 * @returns One comment for each prose leaf of the tree, and for code of the sender's own below a quotation, in the
 * order of the text.
 */
export function anchorComments(mail: Traced, ancestors: readonly Reviewed[]): Comment[] {
  const leaves = deepLeavesOf(mail.body);
  const context: Context = {
    mail,
    leaves,
    byId: new Map(ancestors.map((ancestor) => [ancestor.messageId, ancestor])),
    patches: ancestors.map((ancestor) => ancestor.patch).filter((patch) => patch.files.length > 0),
    spots: new Map(),
    alike: new Map(),
  };
  findSpots(context);
  const comments = new Map<number, Comment>();
  const passed: Passed = { telling: [], quoted: [], spot: undefined, alike: undefined };
  for (const [index, { leaf, depth }] of leaves.entries()) {
    const above = lookAbove(passed, depth);
    const code = leaf.type === 'code' || leaf.type === 'diff';
    if (leaf.type === 'prose' || (code && depth === 0 && above.quoted)) {
      comments.set(index, commentOf(context, index, leaf, depth, above));
    }
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
  /** By index of any other quoted leaf: the last line in it that equals a line of a patch. */
  readonly alike: Map<number, Anchor>;
}

/** Finds the lines of patches that are quoted, or pasted without marks, and lines that merely equal one. */
function findSpots(context: Context): void {
  const reading: Reading = { near: undefined, path: undefined };
  for (const [index, { leaf, depth }] of context.leaves.entries()) {
    if (depth === 0 && leaf.type !== 'code' && leaf.type !== 'diff') continue;
    const found = spotsIn(context, leaf, depth, reading);
    const last = found.at(-1);
    if (last === undefined) continue;
    const quoted = leaf.type === 'diff' && depth > 0;
    const owned = leaf.type === 'diff' && context.mail.patch.files.length > 0;
    const pasted =
      !owned && isPasted(found, leaf.lines) && (leaf.type === 'diff' || isPointedAt(context, index, depth));
    const first = found.find(({ anchor }) => anchor.place.mark !== ' ') ?? found[0] ?? last;
    if (quoted || pasted) context.spots.set(index, { first, last });
    else if (depth > 0) context.alike.set(index, last.anchor);
  }
}

/** What the lines read before say of where the next one stands. */
interface Reading {
  near: PatchLine | undefined;
  path: string | undefined;
}

/** The lines of a leaf that are lines of a patch, blank ones left out: nobody speaks of those. */
function spotsIn(context: Context, leaf: Leaf, depth: number, reading: Reading): Spot[] {
  const from = leaf.position.start.line - 1;
  const found: Spot[] = [];
  for (const [offset, text] of leaf.lines.entries()) {
    reading.path = /^(?:\+\+\+ b\/|diff --git \S+ b\/)(\S+)/.exec(text)?.[1] ?? reading.path;
    const spot = spotAt(context, from + offset, text, reading.near, reading.path);
    if (spot !== undefined && spot.anchor.place.text.trim() !== '') {
      // Below a header that ends a quotation words may be about what it heads, or about the line above it.
      found.push(spot.scope === 'line' ? spot : (withAlike(spot, found.at(-1)?.anchor) ?? spot));
    }
    if (leaf.type === 'diff' && depth > 0) reading.near = spot?.anchor.place ?? reading.near;
  }
  return found;
}

/**
 * Whether the words right above code ask about it; other pasted code illustrates and changes no subject.
 *
 * ```
 * Which flush do you mean? This one?
 *                          ^
 * ```
 */
function isPointedAt(context: Context, index: number, depth: number): boolean {
  for (let at = index - 1; at >= Math.max(0, index - 2); at -= 1) {
    const leaf = context.leaves[at];
    if (leaf?.leaf.type !== 'prose' || leaf.depth !== depth) continue;
    return /\bthis(?: one)?\s?[?:]\s*$/i.test(leaf.leaf.lines.at(-1) ?? '');
  }
  return false;
}

/** Whether code without a diff's marks is a piece of one hunk: most of its lines are, and more than a bracket or two. */
function isPasted(found: readonly Spot[], lines: readonly string[]): boolean {
  const last = found.at(-1)?.anchor.place;
  const together = found.filter(({ anchor: { place } }) => place.path === last?.path && place.hunk === last.hunk);
  const solid = lines.filter((line) => line.trim() !== '').length;
  return together.length * 2 > solid && together.some(({ anchor }) => squash(anchor.place.text).length > 12);
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

function commentOf(context: Context, index: number, leaf: Comment['leaf'], depth: number, above: Above): Comment {
  const said = depth === 0 ? undefined : saidBefore(context, leaf);
  if (said !== undefined) return { ...said.comment, leaf, depth, said: said.ref };
  const base = { leaf, depth, said: undefined, answers: above.answers };
  const below = spotBelow(context, index, depth, leaf, above);
  if (below !== undefined) return { ...base, anchor: below.anchor, scope: below.scope, stands: 'above' };
  if (above.spot !== undefined) {
    return { ...base, anchor: above.spot.anchor, scope: scopeOf(above.spot, leaf), stands: 'below' };
  }
  const free = depth === 0 && !above.quoted && context.mail.isReply;
  const anchor = free ? namedAnchor(leaf, context.patches) : undefined;
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
  /** The last line since then that merely equals one. */
  alike: Anchor | undefined;
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
  // Pasted code stands for a quotation one level deeper than the words around it.
  const level = type === 'code' || depth === 0 ? depth + 1 : depth;
  if (spot !== undefined) passed.telling[level] = { index, above: { quoted: true, spot, answers: undefined } };
  else if (comment !== undefined && type === 'prose') {
    const above = { quoted: true, spot: inherited(comment, passed.spot), answers: comment.said };
    passed.telling[depth] = { index, above };
  }
  if (type === 'prose' || type === 'diff' || type === 'code') passed.quoted[depth] = true;
  passed.spot = spot ?? passed.spot;
  const own = depth === 0 && type !== 'break';
  passed.alike = spot === undefined && !own ? (context.alike.get(index) ?? passed.alike) : undefined;
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
  const above = last?.above ?? {
    quoted: passed.quoted.slice(depth + 1).includes(true),
    spot: undefined,
    answers: undefined,
  };
  return { ...above, spot: withAlike(above.spot, passed.alike) };
}

/**
 * Takes a quoted line that equals one of the patch, but was quoted from words, for a candidate.
 *
 * Where nothing else tells what the words below are about, such a line is what they are about if it says anything:
 * a bracket alone equals a line of every patch.
 */
function withAlike(spot: Spot | undefined, alike: Anchor | undefined): Spot | undefined {
  if (alike === undefined) return spot;
  if (spot !== undefined) {
    const candidates = joinPlaces(spot.anchor.candidates, alike.candidates);
    return { ...spot, anchor: { ...spot.anchor, candidates } };
  }
  if (!/\w{3}/.test(alike.place.text)) return undefined;
  return { anchor: { ...alike, method: 'context', confidence: CONFIDENCE.alike }, scope: 'line' };
}

/** The anchor of the words above, one step less sure; the nearest line of a patch above them fits as well. */
function inherited(comment: Comment, nearest: Spot | undefined): Spot | undefined {
  if (comment.anchor === undefined) return undefined;
  const { place, confidence, candidates } = comment.anchor;
  const anchor: Anchor = {
    place,
    method: 'inherited',
    confidence: confidence * CONFIDENCE.inherited,
    candidates: joinPlaces(candidates, nearest?.anchor.candidates ?? []),
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
 * @param above What stands above: then only words that point down count.
 */
function spotBelow(context: Context, index: number, depth: number, words: Lines, above: Above): Spot | undefined {
  const last = words.lines.at(-1) ?? '';
  if (!/:\s*$|\bthis(?: one)?\s?\?\s*$/i.test(last)) return undefined;
  if (above.quoted && !/\b(?:below|here|following|this(?: (?:hunk|line|part|one|bit))?)\s?[:?]\s*$/i.test(last))
    return undefined;
  for (let at = index + 1; at < Math.min(index + 4, context.leaves.length); at += 1) {
    const leaf = context.leaves[at];
    const spots = context.spots.get(at);
    if (spots !== undefined) return withAlike(spots.first, above.spot?.anchor);
    if (leaf === undefined || (leaf.depth <= depth && leaf.leaf.type !== 'break')) return undefined;
  }
  return undefined;
}

/** Words below a line may be about the function that it stands in: they say so, or the line is all of its signature. */
function scopeOf({ anchor, scope }: Spot, words: Lines): Scope {
  if (scope !== 'line') return scope;
  const name = anchor.place.function;
  const text = words.lines.join(' ');
  if (/\b(?:this|the|whole|entire|new) (?:whole |entire |new |helper )?(?:function|helper)\b/i.test(text))
    return 'function';
  return name !== undefined && anchor.place.text.includes(`${name}(`) && text.includes(name) ? 'function' : 'line';
}

/** The comment of an ancestor that quoted words are, with the mail it stands in. */
function saidBefore(context: Context, words: Lines): { ref: CommentRef; comment: Comment } | undefined {
  const from = words.position.start.line - 1;
  for (let line = from + words.lines.length - 1; line >= from; line -= 1) {
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
  for (const [index, { leaf }] of mail.comments.entries()) {
    const from = leaf.position.start.line - 1;
    lines.fill(index, from, from + leaf.lines.length);
  }
  known.set(mail, lines);
  return lines;
}
