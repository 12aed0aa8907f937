import { isConfirmed } from '../checks/verdict.ts';
import type { ClaimItem, ThreadItem } from './data.ts';

/** A way to sort a list; items that it holds equal stay as they were. */
interface Order<T> {
  /** What the title calls it. */
  readonly name: string;
  /** Greatest first. */
  readonly rank: (item: T) => number;
}

/** The first of each is the order in which the data comes. */
const THREAD_ORDERS: readonly Order<ThreadItem>[] = [
  { name: 'newest first', rank: () => 0 },
  { name: 'confirmed first', rank: ({ confirmed }) => confirmed },
  { name: 'open first', rank: ({ open }) => open },
  { name: 'longest first', rank: ({ messages }) => messages },
];

const CLAIM_ORDERS: readonly Order<ClaimItem>[] = [
  { name: 'as they came', rank: () => 0 },
  { name: 'confirmed first', rank: ({ verdict }) => Number(isConfirmed(verdict)) },
  { name: 'open first', rank: ({ status }) => Number(status === 'open') },
  { name: 'surest first', rank: ({ confidence }) => confidence },
];

/** How many ways there are to sort a list. */
export const ORDERS = THREAD_ORDERS.length;

/** The name of an order of threads or claims. */
export function orderName(screen: 'threads' | 'claims', order: number): string {
  const orders: readonly { readonly name: string }[] = screen === 'threads' ? THREAD_ORDERS : CLAIM_ORDERS;
  return orders[order]?.name ?? '';
}

/** Sorts threads in one of the orders. */
export function sortThreads(threads: readonly ThreadItem[], order: number): readonly ThreadItem[] {
  return sorted(threads, THREAD_ORDERS[order]);
}

/** Sorts claims in one of the orders. */
export function sortClaims(claims: readonly ClaimItem[], order: number): readonly ClaimItem[] {
  return sorted(claims, CLAIM_ORDERS[order]);
}

function sorted<T>(items: readonly T[], order: Order<T> | undefined): readonly T[] {
  if (order === undefined) return items;
  return items.toSorted((one, other) => order.rank(other) - order.rank(one));
}
