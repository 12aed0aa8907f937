import { Argument, type Command, Option } from 'commander';
import { complete } from '../completion/complete.ts';
import { SCRIPTS, type Shell } from '../completion/scripts.ts';
import type { Session } from '../context.ts';
import { Refusal } from '../refusal.ts';

const SHELLS = Object.keys(SCRIPTS);

const EXAMPLES = `
Examples:
  $ mmlore completion bash >~/.local/share/bash-completion/completions/mmlore
  $ mmlore completion zsh >~/.zfunc/_mmlore       with fpath=(~/.zfunc $fpath) before compinit in ~/.zshrc
  $ mmlore completion fish >~/.config/fish/completions/mmlore.fish`;

/** `mmlore completion`: the script that makes a shell complete command lines, and the answer to it. */
export function define(command: Command, session: Session): void {
  const given = new Argument('[words...]', 'the shell');
  given.argChoices = SHELLS;
  command
    .description('Print the script that makes a shell complete the commands, options and values of mmlore.')
    .addArgument(given)
    .usage(`[options] ${SHELLS.join('|')}`)
    .addOption(new Option('--complete', 'complete these words').hideHelp())
    .addHelpText('after', EXAMPLES)
    .action(async (words: readonly string[], { complete: asked }: { readonly complete?: boolean }) => {
      session.stdout.write(asked ? await answer(words, session) : scriptFor(words));
    });
}

function scriptFor([shell, ...more]: readonly string[]): string {
  if (shell !== undefined && more.length === 0 && shell in SCRIPTS) return SCRIPTS[shell as Shell];
  throw new Refusal({
    kind: 'usage',
    message: shell === undefined ? 'no shell was named' : `there is no script for ${[shell, ...more].join(' ')}`,
    hint: `It may be ${SHELLS.join(', ')}.`,
  });
}

/** The answer to a script: see `SCRIPTS`. */
async function answer(words: readonly string[], session: Session): Promise<string> {
  const { candidates, files } = complete(await session.program(words), words);
  return [files ? 'files' : 'words', ...candidates.map(({ value, says }) => `${value}\t${says}`), ''].join('\n');
}
