import addressparser from 'nodemailer/lib/addressparser';
import { decodeWords } from './head.ts';
import type { Address } from './message.ts';

/** `Name <user@host>` and `user@host` without quotes, comments, groups or commas: nine of ten addresses on lists. */
const PLAIN = /^([^"<>(),:;@\\[\]]*?)[ \t]*<([^\s"<>(),:;@\\[\]]+@[^\s"<>(),:;@\\[\]]+)>$/;
const BARE = /^[^\s"<>(),:;@\\[\]]+@[^\s"<>(),:;@\\[\]]+$/;
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

function plainList(value: string): readonly Address[] | undefined {
  const addresses: Address[] = [];
  for (const part of value.split(',')) {
    const mailbox = part.trim();
    const match = PLAIN.exec(mailbox);
    if (match?.[1] !== undefined && match[2] !== undefined) {
      addresses.push({ name: decodeWords(match[1]), email: match[2].toLowerCase() });
    } else if (BARE.test(mailbox)) {
      addresses.push({ name: '', email: mailbox.toLowerCase() });
    } else if (mailbox !== '') return undefined;
  }
  return addresses;
}

function anyList(value: string): readonly Address[] {
  return addressparser(value, { flatten: true })
    .slice(0, MOST_ADDRESSES)
    .map(({ name, address }) => ({ name: decodeWords(name).trim(), email: address.toLowerCase() }));
}
