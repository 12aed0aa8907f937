import type { Value } from './connection.ts';

/** A condition of a WHERE with its parameters; undefined where a filter was not given. */
export type Condition = readonly [sql: string, ...values: Value[]] | undefined;

/** Joins the conditions that were given: the SQL with its WHERE, and the parameters in their order. */
export function where(conditions: readonly Condition[]): { readonly sql: string; readonly values: Value[] } {
  const given = conditions.filter((condition) => condition !== undefined);
  return {
    sql: given.length === 0 ? '' : `WHERE ${given.map(([sql]) => sql).join(' AND ')}`,
    values: given.flatMap(([, ...values]) => values),
  };
}

/** A pattern for LIKE … ESCAPE '\' that finds a text anywhere, its own % and _ taken as they are. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
