import type { Address } from '../mail/message.ts';

/**
 * Whether two senders are one person: by their addresses, or by their names where an address is missing, as it is where
 * a mail is known only from what others quote of it (`On Monday, Jane Doe wrote:`). Nobody is the same as an unknown one.
 */
export function isSamePerson(a: Address, b: Address): boolean {
  if (a.email !== '' && b.email !== '') return a.email.toLowerCase() === b.email.toLowerCase();
  const name = plain(a.name);
  return name !== '' && name === plain(b.name);
}

/** `Doe, Jane` is `Jane Doe`; capitals, dots and blanks tell nobody apart. */
function plain(name: string): string {
  const turned = /^([^,]+),\s*([^,]+)$/.exec(name);
  const inOrder = turned === null ? name : `${turned[2]} ${turned[1]}`;
  return inOrder
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
