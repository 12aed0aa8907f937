import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import type { Session } from '../../src/cli/context.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { commandsOf } from '../../src/cli/typed-commands.ts';
import type { Commands } from '../../src/ui/command.ts';
import { contextOf, mmlore } from './cli.ts';

const CORPUS = fileURLToPath(new URL('../../corpus/uffd-wp-zap.mbox', import.meta.url));
let home: string;
let commands: Commands;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'mmlore-typed-'));
  await mmlore({ home }, 'ingest', CORPUS);
  const { context } = contextOf({ home });
  const program = await makeProgram(context, ['ui'], () => undefined);
  const session: Session = {
    ...context,
    globals: () => program.opts(),
    program: (named) => makeProgram(context, named, () => undefined),
    end: () => undefined,
  };
  commands = commandsOf(session);
});

afterAll(() => rmSync(home, { recursive: true }));

const run = (line: string) => commands.run(line, new AbortController().signal);

describe('a command line that is typed on a screen', () => {
  test.each([
    [
      'threads --subject "uffd wp" --since 2023-05',
      { screen: 'threads', query: { subject: 'uffd wp', since: '2023-05' } },
    ],
    ['series', { screen: 'series', query: {} }],
    ['search nq:marker "two words"', { screen: 'search', query: 'nq:marker two words' }],
    [
      'claims --kind concern --open --patch-version 1 --no-bots',
      {
        screen: 'claims',
        threadId: undefined,
        query: { kind: 'concern', status: 'open', version: 1, bots: false },
      },
    ],
  ])('opens the screen that shows it: %s', async (line, place) => {
    expect(await run(line)).toEqual({ kind: 'screen', place });
  });

  test('shows what it names, by the same names as the command line', async () => {
    const { stdout } = await mmlore({ home }, 'claims', '--limit', '1', '--json');
    const [claim] = JSON.parse(stdout.replace('[EOF]', '')).claims;
    const threadId = claim.thread_id;
    expect(await run(`show ${claim.claim_id.slice(0, 8)}`)).toEqual({
      kind: 'screen',
      place: { screen: 'claim', threadId, claimId: claim.claim_id },
    });
    expect(await run(`show '<${threadId}>'`)).toEqual({ kind: 'screen', place: { screen: 'thread', threadId } });
    expect(await run('show nobody@example.org')).toMatchObject({
      kind: 'failed',
      says: expect.stringMatching(/^nothing here is named nobody@example\.org; List what is there/),
    });
  });

  test('hands the words of a check on as they are', async () => {
    expect(await run('check --property UFFD-WP x@example.org')).toEqual({
      kind: 'check',
      words: ['--property', 'UFFD-WP', 'x@example.org'],
    });
  });

  test.each([
    ['claims --kind nonsense', /Allowed choices are/],
    ['claims --frobnicate', /unknown option '--frobnicate'/],
    ['frobnicate', /unknown command 'frobnicate'/],
    ['show', /missing required argument 'id'/],
  ])('says what the command line says where it is wrong: %s', async (line, says) => {
    expect(await run(line)).toMatchObject({ kind: 'failed', says: expect.stringMatching(says) });
  });

  test('shows help as the command line prints it', async () => {
    expect(await run('help claims')).toMatchObject({ text: expect.stringContaining('Usage: mmlore claims') });
    expect(await run('threads --help')).toMatchObject({ text: expect.stringContaining('Usage: mmlore threads') });
  });

  test('completes commands, options and their values', async () => {
    expect(await commands.complete('cla')).toEqual(['claims']);
    expect(await commands.complete('claims --kin')).toEqual(['--kind']);
    expect(await commands.complete('claims --kind con')).toEqual(['concern']);
    for (const name of Object.keys(COMMANDS)) expect(await commands.complete('')).toContain(name);
  });
});
