import type { Command } from 'commander';
import type { Session } from './context.ts';

/** A module of `commands/`: adds arguments, options, examples and the action to its command. */
interface CommandModule {
  define(command: Command, session: Session): void | Promise<void>;
}

/** Every command in the order of the help. Modules load on demand, so that help does not wait for parsers and Ink. */
export const COMMANDS: Readonly<Record<string, { readonly summary: string; load(): Promise<CommandModule> }>> = {
  demo: {
    summary: 'Read the bundled threads, check them and show the review',
    load: () => import('./commands/demo.ts'),
  },
  ingest: { summary: 'Read mail archives into the database', load: () => import('./commands/ingest.ts') },
  derive: { summary: 'Find again what the mail holds, after an update', load: () => import('./commands/derive.ts') },
  threads: { summary: 'List the threads', load: () => import('./commands/threads.ts') },
  series: { summary: 'List the patch series and their versions', load: () => import('./commands/series.ts') },
  show: { summary: 'Show one thread, mail, claim or check', load: () => import('./commands/show.ts') },
  claims: { summary: 'List who claims what about which line', load: () => import('./commands/claims.ts') },
  check: { summary: 'Run the checks that fit a thread or a patch', load: () => import('./commands/check.ts') },
  'b4-check': {
    summary: "Check a mail on standard input for b4's review",
    load: () => import('./commands/b4-check.ts'),
  },
  replay: { summary: 'Walk through a trace again, step by step', load: () => import('./commands/replay.ts') },
  model: { summary: 'List what the model knows, with its sources', load: () => import('./commands/model.ts') },
  search: { summary: "Search mail with lore's query prefixes", load: () => import('./commands/search.ts') },
  query: { summary: 'Run read-only SQL on the database', load: () => import('./commands/query.ts') },
  export: {
    summary: "Write a thread's review as Markdown, JSON or a reply draft",
    load: () => import('./commands/export.ts'),
  },
  schema: { summary: 'Print the form of a JSON document', load: () => import('./commands/schema.ts') },
  ui: { summary: 'Open the terminal interface', load: () => import('./commands/ui.ts') },
  config: { summary: 'List the settings and where each comes from', load: () => import('./commands/config.ts') },
  mcp: { summary: 'Serve the database to assistants', load: () => import('./commands/mcp.ts') },
  completion: { summary: 'Print the completion script of a shell', load: () => import('./commands/completion.ts') },
  doctor: { summary: 'Check the database and the installation', load: () => import('./commands/doctor.ts') },
};
