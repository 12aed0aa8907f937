/**
 * Keeps the last result of a pure function, so that the reducer and the frame, which ask for the same rows, make them
 * once.
 *
 * @param make A pure function of arguments that are compared by identity.
 * @returns The same function, which makes nothing where its arguments are those of the call before.
 */
export function remember<Args extends readonly unknown[], Result>(
  make: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | undefined;
  return (...args) => {
    const before = last;
    if (before !== undefined && args.every((arg, index) => Object.is(arg, before.args[index]))) return before.result;
    const result = make(...args);
    last = { args, result };
    return result;
  };
}
