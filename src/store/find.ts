import { done, type Outcome, refused } from '../complaint.ts';
import type { Connection } from './connection.ts';
import { containing } from './where.ts';

/** Something with an id. */
export interface Thing {
  readonly kind: 'thread' | 'message' | 'claim' | 'check';
  readonly id: string;
}

/**
 * Finds what a person names: by Message-ID (with or without brackets, or at the end of an archive's URL), by the id of a
 * claim or a check or its beginning, or by a part of a subject, of a thread or a patch, that no other has.
 *
 * The root of a thread is found as the thread.
 */
export async function findThing(connection: Connection, name: string): Promise<Outcome<Thing>> {
  const id = bareId(name);
  const exact = await connection.get<Thing>(
    `SELECT 'thread' AS kind, thread_id AS id FROM thread WHERE thread_id = ?1
     UNION ALL SELECT 'message', message_id FROM message WHERE message_id = ?1
     UNION ALL SELECT 'claim', claim_id FROM claim WHERE claim_id = ?1
     UNION ALL SELECT 'check', check_id FROM "check" WHERE check_id = ?1
     LIMIT 1`,
    [id],
  );
  if (exact !== undefined) return done(exact);

  const partly = await connection.all<Thing & { readonly title: string }>(
    `SELECT 'claim' AS kind, claim_id AS id, evidence AS title FROM claim WHERE length(?1) >= 4 AND claim_id GLOB ?2
     UNION ALL SELECT 'check', check_id, property || ' in ' || world FROM "check" WHERE length(?1) >= 4 AND check_id GLOB ?2
     UNION ALL SELECT 'thread', t.thread_id, m.subject FROM thread t JOIN message m ON m.message_id = t.thread_id
       WHERE m.subject LIKE ?3 ESCAPE '\\' OR t.thread_id LIKE ?3 ESCAPE '\\'
     UNION ALL SELECT 'message', m.message_id, m.subject FROM series_part p JOIN message m ON m.message_id = p.message_id
       WHERE m.subject LIKE ?3 ESCAPE '\\' AND m.thread_id <> m.message_id
     LIMIT 6`,
    [id, `${id.replace(/[^\w-]/g, '?')}*`, containing(id)],
  );
  const [only, ...others] = partly;
  if (only !== undefined && others.length === 0) return done({ kind: only.kind, id: only.id });
  if (only === undefined) {
    return refused({
      kind: 'input',
      message: `nothing here is named ${name}`,
      hint: 'List what is there with `mmlore threads`, or look for words with `mmlore search`.',
    });
  }
  return refused({
    kind: 'input',
    message: `${name} could be several things`,
    causes: partly.slice(0, 5).map((thing) => `${thing.kind} ${thing.id}: ${thing.title}`),
    hint: 'Give more of one of these ids.',
  });
}

/** Finds the thread that something belongs to: the thread itself, or that of a message, claim or check. */
export async function findThread(connection: Connection, name: string): Promise<Outcome<string>> {
  const found = await findThing(connection, name);
  if (!found.ok) return found;
  const { kind, id } = found.value;
  if (kind === 'thread') return done(id);
  const row = await connection.get<{ thread_id: string | null }>(
    {
      message: 'SELECT thread_id FROM message WHERE message_id = ?',
      claim: 'SELECT thread_id FROM v_claim WHERE claim_id = ?',
      check: 'SELECT thread_id FROM v_check WHERE check_id = ?',
    }[kind],
    [id],
  );
  if (row?.thread_id) return done(row.thread_id);
  return refused({
    kind: 'input',
    message: `${name} is in no thread yet`,
    hint: 'Run `mmlore ingest` again to end an interrupted one.',
  });
}

/** Finds the series that something is a part of: a cover letter, a patch, a thread that begins with one, a claim about one. */
export async function findSeries(connection: Connection, name: string): Promise<Outcome<string>> {
  const id = bareId(name);
  const own = await connection.get<{ series_id: string }>('SELECT series_id FROM v_series WHERE series_id = ?', [id]);
  if (own !== undefined) return done(own.series_id);
  const bySubject = await connection.all<{ series_id: string; subject: string }>(
    `SELECT series_id, min(subject) AS subject FROM v_series WHERE subject LIKE ? ESCAPE '\\' GROUP BY series_id LIMIT 6`,
    [containing(id)],
  );
  const [only, ...others] = bySubject;
  if (only !== undefined && others.length === 0) return done(only.series_id);
  if (only !== undefined) {
    return refused({
      kind: 'input',
      message: `${name} could be several series`,
      causes: bySubject.slice(0, 5).map((row) => `${row.series_id}: ${row.subject}`),
      hint: 'Give more of one of these.',
    });
  }
  const found = await findThing(connection, name);
  if (!found.ok) return found;
  const row = await connection.get<{ series_id: string | null }>(
    {
      thread: 'SELECT series_id FROM v_series WHERE thread_id = ? ORDER BY version LIMIT 1',
      message: 'SELECT series_id FROM part_of_series WHERE message_id = ?',
      claim: 'SELECT series_id FROM v_claim WHERE claim_id = ?',
      check: 'SELECT series_id FROM v_check WHERE check_id = ?',
    }[found.value.kind],
    [found.value.id],
  );
  if (row?.series_id) return done(row.series_id);
  return refused({
    kind: 'input',
    message: `${name} is in no series`,
    hint: 'Give the Message-ID of a cover letter or a patch; `mmlore series` lists them.',
  });
}

/** `<id>`, `https://lore.kernel.org/linux-mm/id/`, `https://lore.kernel.org/r/id/T/#u` → `id`. */
function bareId(name: string): string {
  const trimmed = name.trim().replace(/^<(.*)>$/, '$1');
  if (!/^https?:\/\//.test(trimmed)) return trimmed;
  const part = trimmed.split('/').find((piece) => piece.includes('@') || piece.includes('%40'));
  return part === undefined ? trimmed : safeDecode(part);
}

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
