import type { Value, Writer } from '../store/connection.ts';

/** A statement with its parameters, to be run later. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly Value[];
}

/** Collects what `write` would run, so that a worker can make the statements that only the main thread may run. */
export async function statementsOf(write: (writer: Writer) => Promise<void>): Promise<Statement[]> {
  const statements: Statement[] = [];
  await write({
    run: (sql, parameters = []) => {
      statements.push({ sql, parameters });
      return Promise.resolve(0);
    },
  });
  return statements;
}

/** Runs statements one after the other. */
export async function runAll(writer: Writer, statements: readonly Statement[]): Promise<void> {
  for (const { sql, parameters } of statements) await writer.run(sql, parameters);
}
