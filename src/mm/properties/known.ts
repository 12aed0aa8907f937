import type { MmProperty } from '../property.ts';

/** What a run must keep for its end to say anything: no state after a call that nobody knows was seen. */
export const KNOWN: MmProperty = {
  name: 'KNOWN',
  says: 'No thread comes to a call that nobody knows.',
  source: 'README: a result is not-modelled where something is missing',
  holds: undefined,
};
