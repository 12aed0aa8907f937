import type { Complaint } from '../complaint.ts';
import { displayLine } from '../display.ts';
import { crewOf, defaultJobs } from '../ingest/crew.ts';
import { ingest } from '../ingest/ingest.ts';
import type { SourceRead } from '../ingest/mail.ts';
import type { Source } from '../ingest/source.ts';
import { LORE_DEFAULTS, type Lore } from '../ingest/sources/lore.ts';
import { openSource } from '../ingest/sources/open.ts';
import type { Issue } from '../issue.ts';
import { optimise } from '../store/optimise.ts';
import { EXIT, type Session } from './context.ts';
import { withDatabase } from './database.ts';
import { cacheFolder } from './paths.ts';
import { progressOn } from './progress.ts';
import { Refusal } from './refusal.ts';
import { complaintText } from './report.ts';
import { packageVersion } from './version.ts';

/** What an ingest came to, as its JSON document says it. */
export interface IngestSummary {
  readonly sources: readonly SourceRead[];
  /** New mails in all. */
  readonly new: number;
  /** Mails whose threads were derived. */
  readonly derived: number;
}

/** What to do about an issue of a source as a whole, and whether the run then ends with 1. */
const WAYS_OUT: Readonly<Record<string, { readonly hint: string; readonly fails: boolean }>> = {
  'mail.unpack': { hint: 'What came before the damage is in the database; fetch the file again.', fails: true },
  'mail.not-a-mailbox': {
    hint: 'Give an mbox, a mail, or the text of an archive page; each plain, .gz or .xz.',
    fails: true,
  },
  'source.unknown': {
    hint: 'Give the path of an mbox, a mail, a maildir or a public-inbox, a Message-ID, or - for standard input.',
    fails: true,
  },
  'source.fetch': {
    hint: 'Look at the address and the network, name another archive with --lore, or save the thread as a file.',
    fails: true,
  },
  'mail.empty': { hint: 'There was nothing to read.', fails: false },
};

/**
 * Reads sources into the session's database and says on stderr what came of it.
 *
 * A source that cannot be read is told and left out, and the command ends with 1; the others are read all the same.
 */
export async function ingestPaths(
  session: Session,
  paths: readonly string[],
  { jobs = defaultJobs(), lore = LORE_DEFAULTS.base }: { readonly jobs?: number; readonly lore?: string } = {},
): Promise<IngestSummary> {
  const signal = session.interruption();
  const sources: Source[] = [];
  for (const path of paths) {
    const opened = await openSource(path, { standardInput: session.stdin, lore: loreOf(session, lore) });
    if (opened.kind === 'issue') tellIssue(session, path, opened.issue);
    else {
      for (const issue of opened.issues) tellIssue(session, path, issue);
      sources.push(opened.source);
    }
  }
  const progress = progressOn(session);
  const crew = crewOf(jobs, signal);
  const result = await withDatabase(session, 'write', async (connection) => {
    const ingested = await ingest(connection, sources, crew, progress, signal);
    await optimise(connection);
    return ingested;
  }).finally(() => {
    progress.clear();
    return crew.dismiss();
  });

  for (const { source, issues } of result.sources) for (const issue of issues) tellIssue(session, source, issue);
  const added = result.sources.reduce((sum, source) => sum + source.new, 0);
  if (result.interrupted) throw interrupted();
  session.stderr.write(summaryText(result.sources, added));
  return { sources: result.sources, new: added, derived: result.derived };
}

/** The end of a run that Ctrl-C stopped. */
export function interrupted(): Refusal {
  return new Refusal({
    kind: 'interrupted',
    message: 'interrupted',
    hint: 'What was read is kept; the same command goes on where it stopped.',
  });
}

/** How threads are fetched from lore: as a program that says who it is, and keeps what it fetched. */
function loreOf(session: Session, base: string): Lore {
  return { ...LORE_DEFAULTS, base, cacheFolder: cacheFolder(session), userAgent: `mmlore/${packageVersion()}` };
}

function tellIssue(session: Session, source: string, issue: Issue): void {
  const way = WAYS_OUT[issue.code];
  const complaint: Complaint = {
    kind: 'input',
    message: `trouble with ${source}`,
    causes: [issue.says],
    ...(way === undefined ? {} : { hint: way.hint }),
  };
  tell(session, complaint, way?.fails ?? true);
}

function tell(session: Session, complaint: Complaint, fails: boolean): void {
  const text = complaintText(complaint);
  session.stderr.write(fails ? text : text.replace(/^error:/, 'warning:'));
  if (fails) session.end(EXIT.input);
}

function summaryText(sources: readonly SourceRead[], added: number): string {
  const unchanged = sources.filter((source) => source.unchanged).length;
  const read = sources.reduce((sum, source) => sum + source.messages, 0);
  const removed = sources.reduce((sum, source) => sum + source.removed, 0);
  const gone = removed === 0 ? '' : `, ${removed} removed`;
  const skipped = unchanged === 0 ? '' : ` ${plural(unchanged, 'source')} unchanged since the last run.`;
  const next = added > 0 ? ' Next: `mmlore check`, or `mmlore ui`' : '';
  return `${displayLine(`Read ${plural(read, 'mail')}, ${added} new${gone}.${skipped}${next}`)}\n`;
}

/** `1 mail`, `2 mails`. */
function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
