import type { Message, Origin } from './message.ts';

export function isArchivePage(_text: string): boolean {
  return false;
}

export function readArchivePage(_raw: Uint8Array, _origin: Origin): Message {
  throw new Error('unreachable');
}
