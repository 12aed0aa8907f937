import type { Claim } from '../claims/claim.ts';
import { propertiesOf } from '../claims/concern.ts';

/** What a reviewer fears of a patch, as far as it can be run. */
export interface Concern {
  readonly claimId: string;
  /** Changed functions that it is about. */
  readonly functions: readonly string[];
  readonly path: string | undefined;
  /** The properties that it is about, with the reason for each. */
  readonly properties: readonly { readonly property: string; readonly reason: string }[];
}

/**
 * Returns the claims about a patch that a check can answer: concerns of people, said of a function that the patch changes.
 *
 * A concern that is anchored nowhere and names no function is taken to be about the only one that the patch changes; where
 * there are several it cannot be told, and the concern is left alone rather than judged by the wrong one.
 *
 * @param changed Names of the functions that the patch changes.
 */
export function concernsOf(claims: readonly Claim[], changed: readonly string[]): readonly Concern[] {
  return claims.flatMap((claim) => {
    if (claim.isBot || claim.kind !== 'concern') return [];
    const properties = propertiesOf(claim);
    const functions = placesOf(claim, changed);
    if (properties.length === 0 || functions.length === 0) return [];
    return [{ claimId: claim.claimId, functions, path: claim.anchor?.place.path, properties }];
  });
}

function placesOf(claim: Claim, changed: readonly string[]): readonly string[] {
  const anchored = claim.anchor?.place.function;
  if (anchored !== undefined && changed.includes(anchored)) return [anchored];
  const named = changed.filter((name) => claim.symbols.includes(name));
  if (named.length > 0) return named;
  return claim.anchor === undefined && changed.length === 1 ? changed : [];
}
