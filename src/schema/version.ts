/**
 * The version of the JSON documents that commands print, as in `mmlore.claims/1`.
 *
 * A document may gain a field within a version; it is raised where one loses a field or a field changes what it means.
 */
export const SCHEMA_VERSION = 1;
