// biome-ignore lint/correctness/noUnresolvedImports: sqlite3 is CommonJS with `export =`, which the rule cannot see
import sqlite3 from 'sqlite3';

export type Value = string | number | null | Uint8Array;

/** A connection with promises in place of sqlite3's callbacks. Rejections are sqlite3's own errors, with `code`. */
export interface Connection {
  /** Rows of a query. */
  all<Row>(sql: string, parameters?: readonly Value[]): Promise<Row[]>;
  /** Hands over the rows of a query one by one, as long as `take` wants more. */
  each<Row>(sql: string, parameters: readonly Value[], take: (row: Row) => boolean): Promise<void>;
  /** The first row, undefined where there is none. */
  get<Row>(sql: string, parameters?: readonly Value[]): Promise<Row | undefined>;
  /** Runs one statement; resolves with the number of rows that it changed. */
  run(sql: string, parameters?: readonly Value[]): Promise<number>;
  /** Runs statements without parameters. */
  exec(sql: string): Promise<void>;
  /**
   * Runs `work` in a transaction that holds the write lock from its start; rolls back where `work` rejects.
   *
   * Transactions of one connection follow each other; other calls must not be made beside an open one.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** As `transaction`, but rolled back in any case: `work` sees what it writes, and nothing of it stays. */
  rehearse<T>(work: () => Promise<T>): Promise<T>;
  /** A number that changes when another connection wrote. */
  dataVersion(): Promise<number>;
  /** Makes the running query reject with SQLITE_INTERRUPT. */
  interrupt(): void;
  close(): Promise<void>;
}

/** What only writes: a connection, or the list of what is to be written later. */
export type Writer = Pick<Connection, 'run'>;

export type Mode = 'read' | 'write';

const FLAGS = {
  read: sqlite3.OPEN_READONLY,
  write: sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE,
} as const;

/** Bytes of one value: more than any mail has, and less than what a query could fill the memory with. */
const LONGEST_VALUE = 256 * 1024 * 1024;

/** Opens a database file as it is, without any of mmlore's checks; `file:` URIs are not interpreted. */
export function connect(path: string, mode: Mode): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path, FLAGS[mode], (error) => {
      if (error === null) resolve(wrap(database));
      else reject(error);
    });
  });
}

function wrap(database: sqlite3.Database): Connection {
  let last: Promise<unknown> = Promise.resolve();

  // Attached databases are how a query could reach another file, and nothing here attaches one.
  database.configure('limit', sqlite3.LIMIT_ATTACHED, 0);
  database.configure('limit', sqlite3.LIMIT_LENGTH, LONGEST_VALUE);

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const connection: Connection = {
    all: <Row>(sql: string, parameters: readonly Value[] = []) =>
      new Promise<Row[]>((resolve, reject) => {
        database.all<Row>(sql, parameters, (error, rows) => (error === null ? resolve(rows) : reject(error)));
      }),
    each: (sql, parameters, take) => eachRow(database, sql, parameters, take),
    get: <Row>(sql: string, parameters: readonly Value[] = []) =>
      new Promise<Row | undefined>((resolve, reject) => {
        database.get<Row>(sql, parameters, (error, row) => (error === null ? resolve(row) : reject(error)));
      }),
    run: (sql, parameters = []) =>
      new Promise((resolve, reject) => {
        database.run(sql, parameters, function (error) {
          if (error === null) resolve(this.changes);
          else reject(error);
        });
      }),
    exec: (sql) =>
      new Promise((resolve, reject) => {
        database.exec(sql, (error) => (error === null ? resolve() : reject(error)));
      }),
    transaction: (work) => inTurn(() => inTransaction(connection, 'COMMIT', work)),
    rehearse: (work) => inTurn(() => inTransaction(connection, 'ROLLBACK', work)),
    dataVersion: async () => (await connection.get<{ data_version: number }>('PRAGMA data_version'))?.data_version ?? 0,
    interrupt: () => database.interrupt(),
    close: () =>
      new Promise((resolve, reject) => {
        database.close((error) => (error === null ? resolve() : reject(error)));
      }),
  };
  return connection;
}

/**
 * Steps through a query.
 *
 * Not by sqlite3's own `each`: it may report its end before the error that ended it, and does not stop.
 */
async function eachRow<Row>(
  database: sqlite3.Database,
  sql: string,
  parameters: readonly Value[],
  take: (row: Row) => boolean,
): Promise<void> {
  const statement = await new Promise<sqlite3.Statement>((resolve, reject) => {
    const prepared = database.prepare(sql, parameters, (error) => (error === null ? resolve(prepared) : reject(error)));
  });
  const next = () =>
    new Promise<Row | undefined>((resolve, reject) => {
      statement.get<Row>((error, row) => (error === null ? resolve(row) : reject(error)));
    });
  try {
    for (let row = await next(); row !== undefined; row = await next()) if (!take(row)) break;
  } finally {
    await new Promise<void>((resolve) => statement.finalize(() => resolve()));
  }
}

async function inTransaction<T>(
  connection: Connection,
  end: 'COMMIT' | 'ROLLBACK',
  work: () => Promise<T>,
): Promise<T> {
  await connection.exec('BEGIN IMMEDIATE');
  try {
    const result = await work();
    await connection.exec(end);
    return result;
  } catch (error) {
    // SQLite has rolled back by itself where the disk was full; a second ROLLBACK is then the error that nobody needs.
    await connection.exec('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
