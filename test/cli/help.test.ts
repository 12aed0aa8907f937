import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore, whole } from './cli.ts';

test('without arguments, and asked for help', async () => {
  const home = temporaryFolder();
  const help = await mmlore({ home }, '--help');
  expect(whole(help)).toMatchInlineSnapshot(`
    "Usage: mmlore COMMAND [ARGUMENTS]

    Reads Linux memory-management review threads and runs reviewers' concerns on a model.

    Options:
      -V, --version   print the version
      --db <file>     use this database (default: mmlore.db in the data folder)
      --no-color      print without colours
      --debug         print the stack of an error
      -h, --help      print help

    Commands:
      demo            Read the bundled threads, check them and show the review
      ingest          Read mail archives into the database
      derive          Find again what the mail holds, after an update
      threads         List the threads
      series          List the patch series and their versions
      show            Show one thread, mail, claim or check
      claims          List who claims what about which line
      check           Run the checks that fit a thread or a patch
      b4-check        Check a mail on standard input for b4's review
      replay          Walk through a trace again, step by step
      model           List what the model knows, with its sources
      search          Search mail with lore's query prefixes
      query           Run read-only SQL on the database
      export          Write a thread's review as Markdown, JSON or a reply draft
      schema          Print the form of a JSON document
      ui              Open the terminal interface
      config          List the settings and where each comes from
      mcp             Serve the database to assistants
      completion      Print the completion script of a shell
      doctor          Check the database and the installation
      help [command]  print help for a command

    Examples:
      $ mmlore demo                      read and check the bundled threads
      $ mmlore ingest t.mbox.gz          read a thread that b4 or lei saved
      $ mmlore check                     run the checks on what was read
      $ mmlore claims --kind concern     who is worried about what
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  expect((await mmlore({ home })).stdout).toBe(help.stdout);
  expect((await mmlore({ home }, 'help')).stdout).toBe(help.stdout);
});

test.each(Object.keys(COMMANDS))('help of %s, in both ways to ask for it', async (name) => {
  const home = temporaryFolder();
  const help = await mmlore({ home }, name, '--help');
  expect(help.exitCode).toBe(0);
  expect(help.stderr).toBe('[EOF]');
  expect((await mmlore({ home }, 'help', name)).stdout).toBe(help.stdout);
  await expect(help.stdout).toMatchFileSnapshot(`help/${name}.txt`);
});

test.each([
  [['ingst', 'x']],
  [['claims', '--kindd', 'concern']],
  [['claims', '--limit', 'many']],
  [['claims', '--since', 'yesterday']],
  [['show']],
  [['threads', '--json', '--csv']],
])('%j is a usage error', async (args) => {
  const home = temporaryFolder();
  const ran = await mmlore({ home }, ...args);
  expect(ran.exitCode).toBe(2);
  expect(ran.stdout).toBe('[EOF]');
  expect(ran.stderr).toMatchSnapshot();
});

test('--version', async () => {
  expect((await mmlore({ home: temporaryFolder() }, '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n\[EOF\]$/);
});
