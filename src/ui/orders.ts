import { isConfirmed } from '../checks/verdict.ts';
import type { ClaimItem, SeriesItem, ThreadItem } from './data.ts';

/** A way to sort a list; items that it holds equal stay as they were. */
interface Order<T> {
  /** What the title calls it. */
  readonly name: string;
  /** Greatest first. */
  readonly rank: (item: T) => number;
}

/** The first of each is the order in which the data comes. */
const ORDERS = {
  threads: [
    { name: 'newest first', rank: () => 0 },
    { name: 'confirmed first', rank: ({ confirmed }) => confirmed },
    { name: 'open first', rank: ({ open }) => open },
    { name: 'without a reply first', rank: ({ unanswered }) => unanswered },
    { name: 'unread first', rank: ({ unread }) => unread },
    { name: 'longest first', rank: ({ messages }) => messages },
  ] as readonly Order<ThreadItem>[],
  series: [
    { name: 'newest first', rank: () => 0 },
    { name: 'confirmed first', rank: ({ confirmed }) => confirmed },
    { name: 'open first', rank: ({ open }) => open },
    { name: 'most versions first', rank: ({ versions }) => versions.length },
  ] as readonly Order<SeriesItem>[],
  claims: [
    { name: 'as they came', rank: () => 0 },
    { name: 'confirmed first', rank: ({ verdict }) => Number(isConfirmed(verdict)) },
    { name: 'open first', rank: ({ status }) => Number(status === 'open') },
    { name: 'surest first', rank: ({ confidence }) => confidence },
  ] as readonly Order<ClaimItem>[],
} as const;

/** Screens whose lists can be sorted. */
export type SortedScreen = keyof typeof ORDERS;

/** Whether the list of a screen can be sorted. */
export function isSorted(screen: string): screen is SortedScreen {
  return Object.hasOwn(ORDERS, screen);
}

/** The order after another one, going round. */
export function nextOrder(screen: SortedScreen, order: number): number {
  return (order + 1) % ORDERS[screen].length;
}

/** The name of an order. */
export function orderName(screen: SortedScreen, order: number): string {
  return ORDERS[screen][order]?.name ?? '';
}

/** Sorts threads in one of the orders. */
export function sortThreads(threads: readonly ThreadItem[], order: number): readonly ThreadItem[] {
  return sorted(threads, ORDERS.threads[order]);
}

/** Sorts series in one of the orders. */
export function sortSeries(series: readonly SeriesItem[], order: number): readonly SeriesItem[] {
  return sorted(series, ORDERS.series[order]);
}

/** Sorts claims in one of the orders. */
export function sortClaims(claims: readonly ClaimItem[], order: number): readonly ClaimItem[] {
  return sorted(claims, ORDERS.claims[order]);
}

function sorted<T>(items: readonly T[], order: Order<T> | undefined): readonly T[] {
  if (order === undefined) return items;
  return items.toSorted((one, other) => order.rank(other) - order.rank(one));
}
