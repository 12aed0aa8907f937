import type { Command } from 'commander';
import type { Session } from '../context.ts';
import { Refusal } from '../refusal.ts';

const EXAMPLES = `
Examples:
  $ mmlore mcp                     as an assistant's configuration names it: the command mmlore, the argument mcp
  $ mmlore --db ~/mail/mm.db mcp

The tools are search, show, claims, check and query. Answers are cut to 20,000 characters, and say how to go on.`;

/** `mmlore mcp`: the database for assistants. */
export function define(command: Command, session: Session): void {
  command
    .description('Serve the database to assistants over the Model Context Protocol, on standard input and output.')
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      if (session.stdin.isTTY === true) {
        throw new Refusal({
          kind: 'input',
          message: 'a person cannot speak this protocol',
          hint: "Name `mmlore mcp` as a server in your assistant's configuration.",
        });
      }
      const { serve } = await import('../mcp/serve.ts');
      await serve(session);
    });
}
