import { CONTENT_PROPERTIES } from './properties/contents.ts';
import { DIRTY } from './properties/dirty.ts';
import { FOLIO_PROPERTIES } from './properties/folios.ts';
import { LIVE } from './properties/live.ts';
import { SECONDARY_MMU } from './properties/secondary.ts';
import { TRANSLATION } from './properties/translation.ts';
import { UFFD_PROPERTIES } from './properties/uffd.ts';
import type { MmProperty } from './property.ts';

/** All properties of the model, each once. */
export const PROPERTIES: readonly MmProperty[] = [
  ...SECONDARY_MMU,
  ...TRANSLATION,
  ...FOLIO_PROPERTIES,
  ...CONTENT_PROPERTIES,
  DIRTY,
  LIVE,
  ...UFFD_PROPERTIES,
];

/** Returns a property by its name. */
export function propertyNamed(name: string): MmProperty | undefined {
  return PROPERTIES.find((property) => property.name === name);
}
