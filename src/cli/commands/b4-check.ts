import type { Command } from 'commander';
import { displayJson } from '../../display.ts';
import { openKernelTree } from '../../ingest/kernel-tree.ts';
import { checkMessages, loadInstruments } from '../check-messages.ts';
import type { Session } from '../context.ts';
import { readPatchFile } from '../patch-file.ts';
import { expectDone } from '../refusal.ts';
import { b4Results } from '../render/b4.ts';
import { Setting } from '../settings/setting.ts';

/** Milliseconds after which no run begins or goes on: a maintainer waits for b4. */
const BUDGET = 5_000;
const LIMITS = { maxStates: 2_000_000, timeout: BUDGET / 1000 } as const;

const EXAMPLES = `
Examples:
  $ git config b4.review-perpatch-check-cmd "mmlore b4-check"
  $ git config b4.review-perpatch-check-cmd "mmlore b4-check --tree ."
  $ b4 am -o- MESSAGE-ID | mmlore b4-check`;

/** `mmlore b4-check`: b4's protocol for external checks. */
export function define(command: Command, session: Session): void {
  command
    .description(
      "Check the patch of a mail on standard input and print what b4's review takes from an external check: a JSON array.",
    )
    .addOption(
      new Setting(
        'tree',
        '--tree <dir>',
        'take the text of functions from this kernel tree: a git repository or a plain folder',
      ),
    )
    .addHelpText('after', EXAMPLES)
    .action(async ({ tree }: { readonly tree?: string }) => {
      const instruments = await loadInstruments();
      const until = instruments.now() + BUDGET;
      const messages = expectDone(await readPatchFile('-', session));
      const limits = { ...LIMITS, until, ...(tree === undefined ? {} : { tree: expectDone(openKernelTree(tree)) }) };
      const checks = checkMessages(messages, limits, instruments);
      const messageId = messages[0]?.messageId ?? '';
      const results = b4Results(checks, messageId, instruments.now() > until);
      session.stdout.write(`${displayJson(results, 2)}\n`);
    });
}
