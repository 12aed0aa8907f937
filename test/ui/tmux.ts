import { execFileSync, spawnSync } from 'node:child_process';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether there is a tmux to make terminals. */
export const HAS_TMUX = spawnSync('tmux', ['-V']).status === 0;

/** How long the slowest step may take on a busy machine. */
const PATIENCE_MS = 20_000;

/** A shell in a real terminal that tmux makes; its editor puts what it is given into a folder. */
export class Shell {
  readonly #socket = `mmlore-${process.pid}-${Math.random().toString(36).slice(2)}`;

  constructor(folder: string, columns = 120, rows = 40) {
    const variables = { PS1: '$ ', LANG: 'C.UTF-8', EDITOR: `cp -t ${folder}`, VISUAL: '' };
    const settings = Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const size = ['-x', String(columns), '-y', String(rows)];
    this.tmux('-f', '/dev/null', 'new-session', '-d', ...size, ...settings, 'bash --norc --noprofile');
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
