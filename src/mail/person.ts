import { byText } from '../order.ts';
import type { Address } from './message.ts';

/**
 * Whether two senders are one person: by their addresses, or by their names where an address is missing, as it is where
 * a mail is known only from what others quote of it (`On Monday, Jane Doe wrote:`). Nobody is the same as an unknown one.
 */
export function isSamePerson(a: Address, b: Address): boolean {
  if (a.email !== '' && b.email !== '') return a.email.toLowerCase() === b.email.toLowerCase();
  return isSameName(a.name, b.name);
}

/** `"Doe, Jane (Corp)"` and `Jane Doe` are one name: words without marks, in any order. No name is the same as none. */
export function isSameName(a: string, b: string): boolean {
  const name = plain(a);
  return name !== '' && name === plain(b);
}

function plain(name: string): string {
  return name
    .replace(/\([^()]*\)/g, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .sort(byText)
    .join(' ');
}
