/**
 * Works on items side by side and gives the results in the order of the items.
 *
 * At most `width` are under way: no more are taken from the source until the first result was taken from here. What is
 * under way when the signal aborts is left, without an error.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
  signal: AbortSignal,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      if (signal.aborted) return;
      const result = work(item);
      // It is awaited in its turn; until then a rejection has nobody who handles it.
      result.catch(() => undefined);
      underWay.push(result);
      const first = underWay.length < width ? undefined : underWay.shift();
      if (first !== undefined) yield await first;
    }
    for (const result of underWay) yield await result;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
