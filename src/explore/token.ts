import type { Issue } from '../issue.ts';
import type { Path } from './path.ts';

/** A path together with the model that it is a path of. */
export interface Schedule {
  /** What the model goes by, any text without blanks and `~`; it must change when the model's steps do. */
  readonly fingerprint: string;
  readonly path: Path;
}

export type Decoded =
  | { readonly ok: true; readonly schedule: Schedule }
  | { readonly ok: false; readonly issue: Issue };

/** Digits of a token: the first 32 end a number, the others say that more of it follows. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';
const MORE = 32;
const CHECK_DIGITS = 6;
/** More than any run that the explorer finds; what is longer was not made here. */
const MAX_LENGTH = 100_000;
/** Places are stored in 16 bits; a number with more was not made here. */
const MAX_NUMBER = 0xffff;

/**
 * Writes a path as a token that can be printed, mailed and typed.
 *
 *     thp-retract/SMMU-TABLE~031200Ve1V38fY0
 *     ^ fingerprint          ^^       ^ checksum, 6 digits
 *         place of the initial state, then one number a step: 3 1 2 0 0 31 40
 *
 * A number below 32 is one digit, so as a rule the token has one digit a step.
 */
export function encodeToken({ fingerprint, path }: Schedule): string {
  if (/[\s~]/.test(fingerprint) || fingerprint === '') {
    throw new Error(`expected a fingerprint without blanks and "~", not ${JSON.stringify(fingerprint)}`);
  }
  const body = [path.initial, ...path.places].map(writeNumber).join('');
  return `${fingerprint}~${body}${checksum(`${fingerprint}~${body}`)}`;
}

/**
 * Reads a token back. Blanks and line breaks, as mail puts them in, do not matter.
 *
 * What is not a whole token of ours gives an issue `explore.token` that says what is wrong with it. Whether the
 * fingerprint is that of the model at hand is for the caller to compare.
 */
export function decodeToken(text: string): Decoded {
  const token = text.replace(/\s/g, '');
  if (token.length > MAX_LENGTH) return wrong(`it has ${token.length} characters, ${MAX_LENGTH} at most make sense`);
  const tilde = token.indexOf('~');
  if (tilde < 1) return wrong('it has no "~" between the name of the model and the steps');
  const fingerprint = token.slice(0, tilde);
  const digits = token.slice(tilde + 1);
  const foreign = [...digits].find((digit) => !DIGITS.includes(digit));
  if (foreign !== undefined) return wrong(`${JSON.stringify(foreign)} is not a digit of tokens`);
  if (digits.length <= CHECK_DIGITS) return wrong('it is cut short');
  const body = digits.slice(0, -CHECK_DIGITS);
  if (checksum(`${fingerprint}~${body}`) !== digits.slice(-CHECK_DIGITS)) {
    return wrong('its checksum does not fit, so it was changed or cut short on its way');
  }
  const numbers = readNumbers(body);
  const [initial, ...places] = numbers ?? [];
  if (initial === undefined) return wrong('its steps are not whole numbers in range');
  return { ok: true, schedule: { fingerprint, path: { initial, places } } };
}

function wrong(how: string): Decoded {
  return { ok: false, issue: { code: 'explore.token', says: `This is not a replay token: ${how}.` } };
}

/** The number in groups of five bits, the lowest first. */
function writeNumber(value: number): string {
  let digits = '';
  let rest = value;
  for (; rest >= MORE; rest = Math.floor(rest / MORE)) digits += DIGITS[(rest % MORE) + MORE];
  return digits + DIGITS[rest];
}

/** Undefined where the last number is not whole or one is out of range. */
function readNumbers(body: string): number[] | undefined {
  const numbers: number[] = [];
  let value = 0;
  let unit = 1;
  for (const digit of body) {
    const bits = DIGITS.indexOf(digit);
    value += (bits % MORE) * unit;
    if (value > MAX_NUMBER) return undefined;
    unit *= MORE;
    if (bits >= MORE) continue;
    numbers.push(value);
    value = 0;
    unit = 1;
  }
  return unit === 1 ? numbers : undefined;
}

/** FNV-1a of the text's UTF-16 units, 32 bits, in digits. */
function checksum(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193) >>> 0;
  let digits = '';
  for (let digit = 0; digit < CHECK_DIGITS; digit++) {
    digits += DIGITS[sum % DIGITS.length];
    sum = Math.floor(sum / DIGITS.length);
  }
  return digits;
}
