/** The version of everything that is derived from mail. Raised with each change of what is derived: threads follow. */
export const DERIVATION = 4;
