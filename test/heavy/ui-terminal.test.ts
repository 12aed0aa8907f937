import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeDatabase } from '../ui/database.ts';
import { playStory, recorded } from '../ui/story.ts';
import { HAS_TMUX, Shell } from '../ui/tmux.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'mmlore-terminal-'));
const database = join(folder, 'mmlore.db');
if (!HAS_TMUX) console.warn('skipped: the tests in a real terminal need tmux');

describe.skipIf(!HAS_TMUX)('mmlore ui in a real terminal', () => {
  let shell: Shell;

  beforeAll(() => {
    // Others may be at work on what the interface does not need: only that it is emitted matters here.
    spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { cwd: root });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    for (const end of ['', '-wal', '-shm']) rmSync(database + end, { force: true });
    await writeDatabase(database);
    shell = new Shell(folder);
    shell.keys('echo this was here before', 'Enter');
  });
  afterEach(() => shell.end());

  const start = async (prefix = '') => {
    shell.keys(`${prefix}node ${cli} --db ${database} ui`, 'Enter');
    await shell.shows('mmlore › threads');
    await shell.shows('free empty page t');
  };

  test('the whole story: thread, claim, checks, trace, reply, as the README has it, and the terminal as it was', async () => {
    const story = await playStory(folder);
    expect(story.recording, '`npm run record` writes what is seen now').toBe(recorded());
    expect(story.reply).toMatch(/^In-Reply-To: <2c0f8b1e-6a9d-4d27-9a53-7be0c1d4f6a2@example\.com>$/m);
    expect(story.reply).toMatch(/^ {2}mmlore replay \\\nunmap-kvm\/SMMU-FREE/m);
    expect(story.reply).toMatch(/^Step \d+ breaks SMMU-FREE/m);
    story.shell.keys('Q');
    await story.shell.shows('here it began');
    expect(await story.shell.isAsBefore()).toBe('0 1 1');
    story.shell.end();
  });

  test('a trace keeps its step when the window is sized', async () => {
    await start();
    shell.keys('Enter');
    await shell.shows('── thread');
    shell.keys('j', '.', 't');
    await shell.shows('step 1 of 6 · device');
    shell.keys('r');
    await shell.shows('✗ breaks SMMU-TABLE');
    shell.tmux('resize-window', '-x', '80', '-y', '24');
    await shell.shows('step 6 of 6 · device');
    shell.tmux('resize-window', '-x', '40', '-y', '10');
    await shell.shows('6 of 6 rows');
    shell.tmux('resize-window', '-x', '39', '-y', '9');
    await shell.shows('too small');
    shell.tmux('resize-window', '-x', '200', '-y', '60');
    await shell.shows('step 6 of 6 · device');
  });

  test('what another process reads into the database comes on the screen, with the cursor on its row', async () => {
    const grown = join(folder, 'grown.db');
    const ingest = (name: string) => {
      expect(spawnSync('node', [cli, '--db', grown, 'ingest', join(root, 'corpus', name)]).status).toBe(0);
    };
    ingest('uffd-wp-zap.mbox');
    shell.keys(`node ${cli} --db ${grown} ui`, 'Enter');
    await shell.shows('1 of 1 row');
    // Of the thread that comes more is open: with this order it will stand above.
    shell.keys('o', 'o');
    await shell.shows('open first');
    shell.keys('Enter', 'j');
    await shell.shows('2 of 10 rows');
    ingest('pin-dontneed.mbox');
    shell.keys('q');
    expect(await shell.shows('2 of 2 rows')).toMatch(/▌2023-09-20/);
  });

  test('a note in the editor is kept, and shown where the claim is', async () => {
    await start(`EDITOR="sh -c 'echo ask again > \\$0'" `);
    shell.keys('Enter');
    await shell.shows('── thread');
    shell.keys('j', '.', 'E');
    await shell.shows('the note was kept');
    await shell.shows('note: ask again');
  });

  test('checks stop at Esc, and nothing of them goes on', async () => {
    const slow = join(folder, 'slow.db');
    expect(spawnSync('node', [cli, '--db', slow, 'ingest', join(root, 'corpus/tail-page-rmap.mbox')]).status).toBe(0);
    shell.keys(`node ${cli} --db ${slow} ui`, 'Enter');
    await shell.shows('1 of 1 row');
    shell.keys('x');
    await shell.shows('running, Esc stops');
    shell.keys('Escape');
    await shell.shows('checks were stopped');
    const { stdout } = spawnSync('pgrep', ['-f', `db ${slow} check`], { encoding: 'utf8' });
    expect(stdout).toBe('');
    shell.keys('Q');
    await shell.shows('this was here before');
  });

  test('Ctrl-z gives the terminal back, fg takes it again where one was', async () => {
    await start();
    shell.keys('Enter', 'j');
    await shell.shows('2 of 6 rows');
    shell.keys('C-z');
    await shell.shows('Stopped');
    expect(await shell.isAsBefore()).toBe('0 1 1');
    shell.keys('fg', 'Enter');
    await shell.shows('2 of 6 rows');
    shell.keys('j');
    await shell.shows('3 of 6 rows');
    shell.keys('Q');
    await shell.shows('this was here before');
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('%s leaves the terminal as it was', async (signal) => {
    await start();
    shell.kill(signal);
    await shell.shows('this was here before');
    expect(await shell.isAsBefore()).toBe('0 1 1');
  });

  test('a bug leaves the terminal as it was, with its message on it', async () => {
    const session = join(root, 'dist/ui/session.js');
    const screen = join(root, 'dist/ui/screen.js');
    const program = `
      const { takeTerminal } = await import(${JSON.stringify(session)});
      const { Screen } = await import(${JSON.stringify(screen)});
      const onCrash = (error) => console.error('it said: ' + error.message);
      takeTerminal(new Screen(process.stdout), process.stdin, process.stdout, { onKeys() {}, onCrash });
      setTimeout(() => { throw new Error('boom'); }, 300);`;
    writeFileSync(join(folder, 'crash.mjs'), program);
    shell.keys(`node ${join(folder, 'crash.mjs')}`, 'Enter');
    const screenText = await shell.shows('it said: boom');
    expect(screenText).toContain('this was here before');
    expect(await shell.isAsBefore()).toBe('0 1 1');
  });

  test('works where CI is set', async () => {
    await start('CI=true ');
    shell.keys('Enter');
    await shell.shows('── thread');
    shell.keys('Q');
    await shell.shows('this was here before');
  });

  test('an escape sequence that arrives in pieces is one key', async () => {
    await start();
    shell.keys('Enter');
    await shell.shows('1 of 6 rows');
    shell.keys('-H', '1b', '5b');
    shell.keys('-H', '42');
    await shell.shows('2 of 6 rows');
    shell.keys('Escape');
    await shell.shows('mmlore › threads  ');
    shell.keys('Q');
    await shell.shows('this was here before');
  });
});
