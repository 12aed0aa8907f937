/** What a reviewer fears of a patch, as far as it can be run. */
export interface Concern {
  readonly claimId: string;
  /** The functions that it names or is anchored in; none where it is about the whole patch. */
  readonly functions: readonly string[];
  readonly path: string | undefined;
  /** The properties that it is about, with the reason for each. */
  readonly properties: readonly { readonly property: string; readonly reason: string }[];
}
