import { decodeKeys, flush, type Key } from './decode.ts';

/** How long an ESC waits for the rest of a sequence; what is no key by itself, such as `ESC [`, waits longer, for slow lines. */
const ESCAPE_MS = 25;
const SEQUENCE_MS = 500;

/** Makes keys of what is typed; an ESC that nothing follows for a while is a key. */
export function keyReader(onKeys: (keys: readonly Key[]) => void): (text: string) => void {
  let rest = '';
  let waiting: NodeJS.Timeout | undefined;
  return (text) => {
    clearTimeout(waiting);
    const decoded = decodeKeys(rest + text);
    rest = decoded.rest;
    if (rest !== '') {
      waiting = setTimeout(
        () => {
          const keys = flush(rest);
          rest = '';
          onKeys(keys);
        },
        rest === '\x1b' ? ESCAPE_MS : SEQUENCE_MS,
      );
    }
    if (decoded.keys.length > 0) onKeys(decoded.keys);
  };
}
