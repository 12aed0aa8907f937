import type { Complaint } from '../complaint.ts';

/** What each error of SQLite or of the file system means for a person, and the way out. */
const TROUBLES: Readonly<Record<string, { readonly cause: string; readonly hint: string }>> = {
  SQLITE_NOTADB: { cause: 'it is not an SQLite database', hint: 'Name another file with --db.' },
  SQLITE_CORRUPT: {
    cause: 'the file is damaged',
    hint: 'Save what can be read with `sqlite3 FILE .recover`, or move the file away and ingest the mail again.',
  },
  SQLITE_BUSY: {
    cause: 'another program is writing to it',
    hint: 'Wait until the other mmlore is done, then run this again.',
  },
  SQLITE_LOCKED: {
    cause: 'another program is writing to it',
    hint: 'Wait until the other mmlore is done, then run this again.',
  },
  SQLITE_FULL: {
    cause: 'the disk is full; the last batch was rolled back',
    hint: 'Make room and run this again: it goes on where it stopped.',
  },
  SQLITE_IOERR: {
    cause: 'the disk does not read or write',
    hint: 'Check the disk and its free space, then run this again.',
  },
  SQLITE_READONLY: {
    cause: 'the file or its folder cannot be written',
    hint: 'Change their permissions, or name a writable place with --db.',
  },
  SQLITE_CANTOPEN: {
    cause: 'the file or its folder cannot be opened',
    hint: 'Check their permissions, or name another place with --db.',
  },
  EACCES: { cause: 'permission denied', hint: 'Change the permissions, or name another place with --db.' },
  EPERM: { cause: 'permission denied', hint: 'Change the permissions, or name another place with --db.' },
  EROFS: { cause: 'the file system is read-only', hint: 'Name a writable place with --db.' },
  ENOTDIR: { cause: 'a part of the path is not a folder', hint: 'Name another place with --db.' },
  EEXIST: { cause: 'a part of the path is not a folder', hint: 'Name another place with --db.' },
  ENOENT: { cause: 'its folder cannot be made', hint: 'Name another place with --db.' },
};

/**
 * Explains an error of SQLite or of the file system around the database.
 *
 * Undefined for errors that are not the database's fault: a constraint or a syntax error is a bug of the caller.
 */
export function storeComplaint(error: unknown, path: string): Complaint | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const trouble = TROUBLES[error.code];
  if (trouble === undefined) return undefined;
  return {
    kind: 'store',
    message: `cannot use the database ${path}`,
    causes: [trouble.cause, error.message],
    hint: trouble.hint,
  };
}
