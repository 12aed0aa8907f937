/**
 * Works on items side by side and gives the results in the order of the items.
 *
 * Those under way weigh at most `width`, where one that weighs more is under way alone: no more are taken from the source
 * until the first result was taken from here. What is under way when the signal aborts is left, without an error.
 *
 * @param weigh what an item takes of `width`: 1 where nothing is said
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
  signal: AbortSignal,
  weigh: (item: Item) => number = () => 1,
): AsyncGenerator<Result> {
  const underWay: { readonly result: Promise<Result>; readonly weight: number }[] = [];
  const load = () => underWay.reduce((sum, { weight }) => sum + weight, 0);
  try {
    for await (const item of items) {
      const weight = weigh(item);
      for (let first = underWay[0]; first !== undefined && load() + weight > width; first = underWay[0]) {
        yield await first.result;
        underWay.shift();
      }
      if (signal.aborted) return;
      const result = work(item);
      // It is awaited in its turn; until then a rejection has nobody who handles it.
      result.catch(() => undefined);
      underWay.push({ result, weight });
      const first = load() < width ? undefined : underWay.shift();
      if (first !== undefined) yield await first.result;
    }
    for (const { result } of underWay) yield await result;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
