import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeDatabase } from '../ui/database.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'mmlore-terminal-'));
const database = join(folder, 'mmlore.db');
const hasTmux = spawnSync('tmux', ['-V']).status === 0;
if (!hasTmux) console.warn('skipped: the tests in a real terminal need tmux');

/** How long the slowest step may take on a busy machine. */
const PATIENCE_MS = 20_000;

/** A shell in a real terminal, 120×40, with a line in it that must be there again at the end. */
class Shell {
  readonly #socket = `mmlore-${process.pid}-${Math.random().toString(36).slice(2)}`;

  constructor(environment: Readonly<Record<string, string>> = {}) {
    const variables = { PS1: '$ ', LANG: 'C.UTF-8', EDITOR: `cp -t ${folder}`, VISUAL: '', ...environment };
    const settings = Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    this.tmux('-f', '/dev/null', 'new-session', '-d', '-x', '120', '-y', '40', ...settings, 'bash --norc --noprofile');
    this.tmux('set-option', '-g', 'window-size', 'manual');
  }

  tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, ...args], { encoding: 'utf8' });
  }

  screen(): string {
    return this.tmux('capture-pane', '-p');
  }

  /** Types keys by tmux's names, one after the other. */
  keys(...names: readonly string[]): void {
    this.tmux('send-keys', ...names);
  }

  /** Waits until the screen shows a text. */
  async shows(text: string): Promise<string> {
    const end = Date.now() + PATIENCE_MS;
    while (!this.screen().includes(text)) {
      if (Date.now() > end) throw new Error(`expected "${text}" on the screen:\n${this.screen()}`);
      await sleep(50);
    }
    return this.screen();
  }

  /** Whether the terminal is as a shell has it: ordinary screen, cursor seen, echo and line mode on. */
  async isAsBefore(): Promise<string> {
    const modes = this.tmux('display-message', '-p', '#{alternate_on} #{cursor_flag} #{wrap_flag}').trim();
    this.keys(`stty -a | tr ' ' '\\n' | grep -cxE 'echo|icanon|isig'`, 'Enter');
    await this.shows('\n3\n');
    return modes;
  }

  /** Sends a signal to the program that runs in the shell. */
  kill(signal: NodeJS.Signals): void {
    const pane = this.tmux('display-message', '-p', '#{pane_pid}').trim();
    const child = execFileSync('ps', ['-o', 'pid=', '--ppid', pane], { encoding: 'utf8' }).trim();
    process.kill(Number(child), signal);
  }

  end(): void {
    this.tmux('kill-server');
  }
}

describe.skipIf(!hasTmux)('mmlore ui in a real terminal', () => {
  let shell: Shell;

  beforeAll(async () => {
    // Others may be at work on what the interface does not need: only that it is emitted matters here.
    spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { cwd: root });
    await writeDatabase(database);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    shell = new Shell();
    shell.keys('echo this was here before', 'Enter');
  });
  afterEach(() => shell.end());

  const start = async (prefix = '') => {
    shell.keys(`${prefix}node ${cli} --db ${database} ui`, 'Enter');
    await shell.shows('mmlore › threads');
    await shell.shows('free empty page tables sooner');
  };

  test('the whole story: thread, concern, trace, reply, and the terminal as it was', async () => {
    await start();
    shell.keys('Enter');
    await shell.shows('── thread');
    shell.keys('j', '.');
    const patch = await shell.shows('▌  ┃ ✗ concern: This leaves');
    expect(patch).toContain('✗ confirmed  concern');
    expect(patch).toContain('+       pmd = pmdp_huge_get_and_clear(mm, addr, pmdp);');
    shell.keys('t');
    await shell.shows('step 1 of 6 · device');
    shell.keys('s', 's');
    await shell.shows('mm/khugepaged.c:1644 in drop_empty_table()');
    shell.keys('r');
    await shell.shows('✗ breaks SMMU-TABLE');
    shell.tmux('resize-window', '-x', '80', '-y', '24');
    await shell.shows('step 6 of 6 · device');
    shell.tmux('resize-window', '-x', '120', '-y', '40');
    shell.keys('R');
    await shell.shows('kept in');
    expect(readFileSync(join(folder, 'reply.txt'), 'utf8')).toContain(
      'mmlore replay sva-device/SMMU-TABLE~03120abcDEF',
    );
    shell.keys('Q');
    await shell.shows('this was here before');
    expect(await shell.isAsBefore()).toBe('0 1 1');
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
