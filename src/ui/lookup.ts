import type { CheckItem, ClaimItem, Comparison, MessageItem, ThreadPage } from './data.ts';
import { loadedOf, type Place, pageOf, type State } from './state.ts';

/** A message of a page by its Message-ID. */
export function messageOf(page: ThreadPage | undefined, messageId: string | undefined): MessageItem | undefined {
  return page?.messages.find((message) => message.messageId === messageId);
}

/** A claim of a page by its name. */
export function claimOf(page: ThreadPage | undefined, claimId: string | undefined): ClaimItem | undefined {
  return page?.claims.find((claim) => claim.claimId === claimId);
}

/** The check whose trace a screen shows. */
export function checkOf(state: State, place: Extract<Place, { screen: 'trace' }>): CheckItem | undefined {
  return pageOf(state, place.threadId)?.checks.find(({ checkId }) => checkId === place.checkId);
}

/** The comparison that a screen shows, once it is there. */
export function comparisonOf(state: State, place: Extract<Place, { screen: 'compare' }>): Comparison | undefined {
  const loaded = loadedOf<'comparison'>(state, comparisonRequest(place));
  return loaded.status === 'ready' ? loaded.value : undefined;
}

/** What a comparison asks the data for. */
export function comparisonRequest({ seriesId, from, to }: Extract<Place, { screen: 'compare' }>) {
  return { kind: 'comparison', seriesId, from, to } as const;
}

/** What a screen of checks asks the data for: the patches that are not of its own thread. */
export function patchesRequest(state: State, { threadId }: Extract<Place, { screen: 'checks' }>) {
  const own = new Set(pageOf(state, threadId ?? '')?.messages.map(({ messageId }) => messageId));
  const about = [...(state.checking?.runs.values() ?? [])].map(({ messageId }) => messageId);
  return { kind: 'patches', messageIds: [...new Set(about)].filter((id) => !own.has(id)) } as const;
}

/** What a trace asks the data for. */
export function traceRequest({ checkId, side }: Pick<Extract<Place, { screen: 'trace' }>, 'checkId' | 'side'>) {
  return { kind: 'trace', checkId, side } as const;
}
