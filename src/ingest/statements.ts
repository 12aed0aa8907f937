import type { Value, Writer } from '../store/connection.ts';
import { type Bundle, bundle, unbundle } from './bundle.ts';

/**
 * Statements with their parameters, to be run later: the texts among these as UTF-8 in a bundle, one behind the other.
 *
 * Most are long JSON, that would stand in the heaps of both threads at once.
 */
export interface Statements extends Bundle {
  readonly statements: readonly {
    readonly sql: string;
    /** Undefined where the next text of the bundle stands. */
    readonly parameters: readonly (Exclude<Value, string> | undefined)[];
  }[];
}

/** Collects what `write` would run, so that a worker can make the statements that only the main thread may run. */
export async function statementsOf(write: (writer: Writer) => Promise<void>): Promise<Statements> {
  const statements: Statements['statements'][number][] = [];
  const texts: Buffer[] = [];
  await write({
    run: (sql, parameters = []) => {
      for (const parameter of parameters) if (typeof parameter === 'string') texts.push(Buffer.from(parameter));
      statements.push({ sql, parameters: parameters.map((one) => (typeof one === 'string' ? undefined : one)) });
      return Promise.resolve(0);
    },
  });
  return { ...bundle(texts), statements };
}

/** Runs statements one after the other. */
export async function runAll(writer: Writer, { statements, ...packed }: Statements): Promise<void> {
  const texts = unbundle(packed);
  let at = 0;
  for (const { sql, parameters } of statements) {
    const values = parameters.map((parameter) => {
      if (parameter !== undefined) return parameter;
      const text = texts[at];
      if (text === undefined) throw new Error('expected the text of each parameter in the bundle');
      at += 1;
      return text.toString();
    });
    await writer.run(sql, values);
  }
}
