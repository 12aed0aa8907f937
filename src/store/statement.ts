/** Literals, quoted names and comments of SQL, whose insides are no words of it; an open one reaches to the end. */
const OPAQUE = /'[^']*(?:'|$)|"[^"]*(?:"|$)|`[^`]*(?:`|$)|\[[^\]]*(?:\]|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** What a statement that only reads begins with. */
const READS = /^(?:explain\s+(?:query\s+plan\s+)?)?(?:select|with|values)\b/i;

/** What a text of SQL is: one statement that may be run, or why it may not. */
export type Statement = 'reads' | 'empty' | 'several' | 'other';

/**
 * Says what a text of SQL is, by its first words alone: that a SELECT or WITH writes nothing is for the connection to see to.
 *
 * A PRAGMA is `other`: some work when they are prepared, and change how the connection answers those who ask next. What
 * they tell without that is in table-valued functions, as in `SELECT * FROM pragma_table_info('v_claim')`.
 */
export function statementKind(sql: string): Statement {
  const words = sql.replace(OPAQUE, (part) => (/^(?:--|\/\*)/.test(part) ? ' ' : 'x'));
  const [first, ...more] = words
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (first === undefined) return 'empty';
  if (more.length > 0) return 'several';
  return READS.test(first) ? 'reads' : 'other';
}
