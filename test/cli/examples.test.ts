import { expect, test } from 'vitest';
import { normaliseFormat } from '../../src/cli/arguments.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore } from './cli.ts';
import { wholeTree } from './tree.ts';

/** The command lines of mmlore that a text shows as examples, without what stands beside them. */
function examplesIn(help: string): string[] {
  const lines = help.split('\nExamples:\n')[1]?.split('\n') ?? [];
  return lines
    .filter((line) => line.startsWith('  $ '))
    .flatMap(
      (line) =>
        line
          .slice(4)
          .split(/\s\s+(?![^']*'\s*$)/)[0]
          ?.split(/ (?:\||&&) /) ?? [],
    )
    .filter((command) => /^(?:[A-Z_]+=\S+ )*mmlore /.test(command));
}

/** Words as a shell makes them of a line with quotes; what goes to or comes from a file is the shell's. */
function words(line: string): string[] {
  const plain = line.replace(/^(?:[A-Z_]+=\S+ )*mmlore /, '').replace(/ [<>]\S+/g, '');
  return Array.from(plain.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g), ([word]) => word.replace(/['"]/g, ''));
}

test.each(Object.keys(COMMANDS))('help of %s has examples, and each is a command line', async (name) => {
  const { stdout } = await mmlore({ home: temporaryFolder() }, name, '--help');
  const examples = examplesIn(stdout);
  expect(examples.filter((line) => words(line).includes(name)).length).toBeGreaterThan(0);
  for (const example of examples) {
    const tree = await wholeTree();
    let ran = '';
    for (const command of tree.commands) {
      command.action(() => {
        ran = command.name();
      });
    }
    await tree.parseAsync(normaliseFormat(words(example)), { from: 'user' });
    expect(ran, example).not.toBe('');
  }
});

test('a wrong example would be found', async () => {
  const tree = await wholeTree();
  for (const command of tree.commands) command.action(() => undefined);
  await expect(tree.parseAsync(words('mmlore claims --kinds concern'), { from: 'user' })).rejects.toThrow(
    /unknown option/,
  );
  expect(words(`mmlore search 's:uffd "a b"' x >y`)).toEqual(['search', 's:uffd a b', 'x']);
});
