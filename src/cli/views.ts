import type { Fields } from '../schema/documents.ts';
import type { Connection } from '../store/connection.ts';
import type { Thing } from '../store/find.ts';
import { listChecks, tracesOf } from '../store/view-checks.ts';
import { listClaimPlaces } from '../store/view-claim-places.ts';
import { listClaims } from '../store/view-claims.ts';
import { listEvents } from '../store/view-events.ts';
import { readMessage, readThread } from '../store/view-messages.ts';
import { listTags } from '../store/view-tags.ts';
import { expectDone } from './refusal.ts';
import { checkText } from './render/check.ts';
import { claimText } from './render/claim.ts';
import { mailText } from './render/mail.ts';
import { patchText } from './render/patch.ts';
import { patchTree } from './render/patch-tree.ts';
import { threadText } from './render/thread.ts';
import type { Paint } from './style.ts';

/** What a thing can be shown as. */
export type ViewName = Thing['kind'] | 'patch';

/** What is shown of a thing: the fields of its JSON document, and its text. */
export interface Shown<Name extends ViewName = ViewName> {
  readonly name: Name;
  readonly fields: Fields<Name>;
  text(paint: Paint, width: number | undefined): string;
}

/** Width of lanes where nothing says how wide the screen is. */
const LANES = 100;

/** Reads a thing of the database; a mail that brings a part of a series, or any where asked for, as the patch that it is. */
export async function readView(connection: Connection, { kind, id }: Thing, asPatch: boolean): Promise<Shown> {
  const name = asPatch || (kind === 'message' && (await isPatch(connection, id))) ? 'patch' : kind;
  return VIEWS[name](connection, id);
}

async function isPatch(connection: Connection, id: string): Promise<boolean> {
  const message = await readMessage(connection, id);
  return (message?.part ?? 0) > 0;
}

type Views = { readonly [Name in ViewName]: (connection: Connection, id: string) => Promise<Shown<Name>> };

const VIEWS: Views = {
  thread: async (connection, id) => {
    const messages = await readThread(connection, id);
    const claims = await listClaims(connection, { thread: id });
    const checks = await listChecks(connection, { thread: id });
    const tags = await listTags(connection, { thread: id });
    return {
      name: 'thread',
      fields: { thread_id: id, messages, claims, checks, tags },
      text: (paint, width) => threadText({ messages, claims, checks }, tags, paint, width),
    };
  },
  message: async (connection, id) => {
    const message = expectFound(await readMessage(connection, id), id);
    const claims = await listClaims(connection, { message: id });
    return { name: 'message', fields: { message, claims }, text: (paint) => mailText(message, claims, paint) };
  },
  patch: async (connection, id) => {
    // It reads mail as an ingest does: the other views need not wait for what that loads.
    const { foldPatch } = await import('./fold-patch.ts');
    const review = expectDone(await foldPatch(connection, id));
    return {
      name: 'patch',
      fields: { message: review.message, tags: review.tags, ...patchTree(review) },
      text: (paint, width) => patchText(review, paint, width),
    };
  },
  claim: async (connection, id) => {
    const claim = expectFound((await listClaims(connection, { claim: id }))[0], id);
    const events = await listEvents(connection, id);
    const places = await listClaimPlaces(connection, id);
    const checks = await listChecks(connection, { claim: id });
    return {
      name: 'claim',
      fields: { claim, events, places, checks },
      text: (paint) => claimText(claim, events, places, checks, paint),
    };
  },
  check: async (connection, id) => {
    const sides = await listChecks(connection, { check: id });
    const traces = await tracesOf(connection, sides);
    return {
      name: 'check',
      fields: { sides, traces },
      text: (paint, width) => checkText(sides, traces, paint, width ?? LANES),
    };
  },
};

/** What was found a moment ago is still there: readers see one state of the database. */
function expectFound<T>(thing: T | undefined, id: string): T {
  if (thing === undefined) throw new Error(`expected ${id}, which was found, to be there`);
  return thing;
}
