import { createHash } from 'node:crypto';
import type { Issue } from '../issue.ts';
import { given } from './bulk.ts';
import type { Writer } from './connection.ts';

/** An issue with what it belongs to. */
export interface ScopedIssue {
  /** A Message-ID, or a source. */
  readonly scope: string;
  /** What replaces it: reading the source, reading the mail, deriving its thread. */
  readonly stage: 'source' | 'mail' | 'derive';
  readonly issue: Issue;
}

/** Stores issues; one that is there already stays one. */
export async function addIssues(connection: Writer, issues: readonly ScopedIssue[]): Promise<void> {
  if (issues.length === 0) return;
  const rows = issues.map(({ scope, stage, issue }) => ({
    id: issueId(scope, stage, issue),
    scope,
    stage,
    code: issue.code,
    says: issue.says,
    where: issue.where,
    offset: issue.offset,
  }));
  await connection.run(
    `INSERT INTO issue (issue_id, scope, stage, code, says, location, byte_offset)
     SELECT i ->> 'id', i ->> 'scope', i ->> 'stage', i ->> 'code', i ->> 'says', i ->> 'where', i ->> 'offset'
     FROM ${given('i')} WHERE true
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

/** Removes the issues of one stage, before the stage runs again. */
export async function dropIssues(
  connection: Writer,
  stage: ScopedIssue['stage'],
  scopes: readonly string[],
): Promise<void> {
  await connection.run('DELETE FROM issue WHERE stage = ? AND scope IN (SELECT value FROM json_each(?))', [
    stage,
    JSON.stringify(scopes),
  ]);
}

function issueId(scope: string, stage: string, issue: Issue): string {
  const fields = [scope, stage, issue.code, issue.says, issue.where ?? null, issue.offset ?? null];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 24);
}
