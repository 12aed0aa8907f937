import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { byText } from '../../order.ts';
import type { Connection } from '../../store/connection.ts';
import { threadsOfVersions } from '../../store/series.ts';
import { type CheckRow, listChecks, readTrace, type TraceStepRow } from '../../store/view-checks.ts';
import { listClaims } from '../../store/view-claims.ts';
import { readThread } from '../../store/view-messages.ts';
import { checkThreads } from '../check-threads.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { ingestPaths } from '../ingest-paths.ts';
import { openInterface } from '../interface.ts';
import { screenWidth } from '../output.ts';
import { progressOn } from '../progress.ts';
import { traceLines } from '../render/check.ts';
import { reviewText } from '../render/review.ts';
import { painter } from '../style.ts';

/** Threads in the project's own words, shipped beside `src/` and `dist/`. */
const CORPUS = fileURLToPath(new URL('../../../corpus/', import.meta.url));

const LIMITS = { maxStates: 2_000_000, timeout: 60 } as const;

const NEXT = `
What to run next:
  mmlore ui                              the same, side by side, with every trace
  mmlore claims --kind concern           who is worried about what
  mmlore ingest t.mbox.gz && mmlore check   your own thread, as b4 or lei saved it
`;

const EXAMPLES = `
Examples:
  $ mmlore demo                  the bundled threads, beside whatever the database holds
  $ mmlore --db demo.db demo     the same, kept apart`;

/** `mmlore demo`, which is what `npm start` runs. */
export function define(command: Command, session: Session): void {
  command
    .description('Read the bundled threads, run the checks on them, and print the review with one trace.')
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      await ingestPaths(session, await corpusMail());
      await withDatabase(session, 'write', async (connection) => {
        const threads = await corpusThreads(connection);
        const progress = progressOn(session);
        await checkThreads(connection, threads, LIMITS, progress).finally(() => progress.clear());
        for (const group of await seriesGroups(connection, threads)) await writeReview(session, connection, group);
        await writeOneTrace(session, connection, threads);
      });
      session.stdout.write(NEXT);
      if (session.stdin.isTTY === true && session.stdout.isTTY === true) await offerInterface(session);
    });
}

/** The mailboxes of the corpus, without what is expected of them. */
async function corpusMail(): Promise<string[]> {
  const names = await readdir(CORPUS, { recursive: true });
  return names
    .filter((name) => name.endsWith('.mbox'))
    .sort(byText)
    .map((name) => join(CORPUS, name));
}

/** The threads of the bundled mail: the database may hold others. */
async function corpusThreads(connection: Connection): Promise<string[]> {
  const rows = await connection.all<{ thread_id: string }>(
    `SELECT DISTINCT m.thread_id FROM delivery d JOIN message m ON m.message_id = d.message_id
     WHERE substr(d.source, 1, length(?1)) = ?1 ORDER BY m.thread_id`,
    [CORPUS],
  );
  return rows.map((row) => row.thread_id);
}

/** Threads with versions of one series, together; each thread once. */
async function seriesGroups(connection: Connection, threads: readonly string[]): Promise<string[][]> {
  const groups: string[][] = [];
  for (const thread of threads) {
    if (!groups.flat().includes(thread)) groups.push(await threadsOfVersions(connection, thread));
  }
  return groups;
}

async function writeReview(session: Session, connection: Connection, threads: readonly string[]): Promise<void> {
  const parts = await Promise.all(
    threads.map(async (thread) => ({
      messages: await readThread(connection, thread),
      claims: await listClaims(connection, { thread }),
      checks: await listChecks(connection, { thread }),
    })),
  );
  parts.sort((a, b) => byText(a.messages[0]?.date ?? '', b.messages[0]?.date ?? ''));
  const review = {
    messages: parts.flatMap((part) => part.messages),
    claims: parts.flatMap((part) => part.claims),
    checks: parts.flatMap((part) => part.checks),
  };
  session.stdout.write(`${reviewText(review, painter(session), screenWidth(session))}\n`);
}

/** One trace in full. */
async function writeOneTrace(session: Session, connection: Connection, threads: readonly string[]): Promise<void> {
  const checks = (await Promise.all(threads.map((thread) => listChecks(connection, { thread })))).flat();
  const violated = checks.filter((row) => row.side === 'after' && row.result === 'violated');
  const confirmed = violated.filter((row) => row.claim_id !== null && row.verdict === 'confirmed');
  const shown = await mostTelling(connection, confirmed.length > 0 ? confirmed : violated);
  if (shown === undefined) return;
  const { check, steps } = shown;
  const paint = painter(session);
  session.stdout.write(
    [
      paint('heading', `How ${check.function}() breaks ${check.property} in ${check.world}, in ${steps.length} steps`),
      ...traceLines(steps, check.property, screenWidth(session) ?? 100),
      '',
      `Again, step by step: mmlore replay ${check.token ?? ''}`,
      '',
    ].join('\n'),
  );
}

interface Run {
  readonly check: CheckRow;
  readonly steps: readonly TraceStepRow[];
}

/** The run that is best to begin with: one in which somebody else comes in between, of these the shortest. */
async function mostTelling(connection: Connection, checks: readonly CheckRow[]): Promise<Run | undefined> {
  const runs: Run[] = [];
  for (const check of checks) runs.push({ check, steps: await readTrace(connection, check.check_id, check.side) });
  return runs.sort((a, b) => Number(isRace(b)) - Number(isRace(a)) || a.steps.length - b.steps.length)[0];
}

function isRace({ steps }: Run): boolean {
  return new Set(steps.map((step) => step.actor)).size > 1;
}

async function offerInterface(session: Session): Promise<void> {
  const terminal = createInterface({ input: session.stdin, output: session.stdout });
  const answer = await terminal.question('Open the terminal interface now? [Y/n] ').finally(() => terminal.close());
  if (/^(?:y(?:es)?)?$/i.test(answer.trim())) await openInterface(session, undefined);
}
