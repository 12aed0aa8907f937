import type { Claim, ClaimKind } from '../claims/claim.ts';
import { propertiesOf } from '../claims/concern.ts';

/** What a reviewer fears of a patch, as far as it can be run. */
export interface Concern {
  readonly claimId: string;
  /** The functions that it is anchored in or names; none where it is about the whole patch. */
  readonly functions: readonly string[];
  readonly path: string | undefined;
  /** The properties that it is about, with the reason for each. */
  readonly properties: readonly { readonly property: string; readonly reason: string }[];
}

/** Kinds of claims that say that something may be wrong. */
const FEARS: ReadonlySet<ClaimKind> = new Set(['concern', 'objection']);

/**
 * Returns the claims about a patch that a check can answer.
 *
 * @param claims Claims of the thread; those of bots and those that fear nothing are left out.
 * @param changed Names of the functions that the patch changes: others that a claim names do not narrow it.
 */
export function concernsOf(claims: readonly Claim[], changed: ReadonlySet<string>): readonly Concern[] {
  return claims.flatMap((claim) => {
    if (claim.isBot || !FEARS.has(claim.kind)) return [];
    const properties = propertiesOf(claim);
    if (properties.length === 0) return [];
    const anchored = claim.anchor?.place.function;
    const named = [...(anchored === undefined ? [] : [anchored]), ...claim.symbols];
    return [
      {
        claimId: claim.claimId,
        functions: [...new Set(named)].filter((name) => changed.has(name)),
        path: claim.anchor?.place.path,
        properties,
      },
    ];
  });
}
