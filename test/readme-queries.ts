import { readFileSync } from 'node:fs';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** Each statement of the README's SQL, by the comment above it. */
export const QUERIES: readonly (readonly [asks: string, sql: string])[] = Array.from(
  README.matchAll(/^```sql\n([^`]*)^```/gm),
  ([, block = '']) => block,
)
  .flatMap((block) => block.split(/;\n/))
  .map((statement) => statement.trim())
  .filter((statement) => statement !== '')
  .map((statement) => {
    const [comment = '', ...sql] = statement.split('\n');
    return [comment.replace(/^-- /, ''), sql.join('\n')] as const;
  });
