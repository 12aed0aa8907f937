import addressparser from 'nodemailer/lib/addressparser';
import { decodeWords } from './head.ts';
import type { Address } from './message.ts';

/**
 * `Name <user@host>`, `"Name" <user@host>` or `user@host`, then a comma or the end; without comments, groups or escapes:
 * nearly all addresses on lists.
 */
const MAILBOX =
  /[\s,]*(?:(?:"([^"\\<>]{0,200})"|([^"<>(),:;@\\[\]]{0,200}?))\s{0,20}<([^\s"<>(),:;@\\[\]]+@[^\s"<>(),:;@\\[\]]+)>|([^\s"<>(),:;@\\[\]]+@[^\s"<>(),:;@\\[\]]+))\s*(?=,|$)/y;
const MOST_ADDRESSES = 2000;
const LONGEST_LIST = 256 * 1024;

/**
 * Reads an address list header: names decoded, addresses in lower case, groups flattened.
 *
 * Names are decoded after the list is taken apart, so a comma within an encoded word does not part an address.
 */
export function readAddresses(value: string): readonly Address[] {
  const trimmed = value.trim();
  if (trimmed === '') return [];
  return plainList(trimmed) ?? anyList(trimmed.slice(0, LONGEST_LIST));
}

/** Undefined where the list has something else than plain mailboxes. */
function plainList(value: string): readonly Address[] | undefined {
  const addresses: Address[] = [];
  let at = 0;
  while (at < value.length) {
    MAILBOX.lastIndex = at;
    const match = MAILBOX.exec(value);
    if (match === null) return /^[\s,]*$/.test(value.slice(at)) ? addresses : undefined;
    const [whole, quoted, plain, email, bare] = match;
    const name = decodeWords((quoted ?? plain ?? '').trim());
    addresses.push({ name, email: (email ?? bare ?? '').toLowerCase() });
    at += whole.length;
  }
  return addresses;
}

function anyList(value: string): readonly Address[] {
  return addressparser(value, { flatten: true })
    .slice(0, MOST_ADDRESSES)
    .map(({ name, address }) => ({ name: decodeWords(name).trim(), email: address.toLowerCase() }));
}
