import { execFileSync } from 'node:child_process';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Kernel settings under which programs run, so that nothing happens that no operation asked for. */
export const SETTINGS: readonly { readonly path: string; readonly value: string }[] = [
  // A swap-in reads the one page that was asked for.
  { path: '/proc/sys/vm/page-cluster', value: '0' },
  { path: '/sys/kernel/mm/swap/vma_ra_enabled', value: 'false' },
  // Huge pages where madvise asks for them, at once, and none by khugepaged's own choice.
  { path: '/sys/kernel/mm/transparent_hugepage/enabled', value: 'madvise' },
  { path: '/sys/kernel/mm/transparent_hugepage/defrag', value: 'always' },
  // Huge pages of files are not modelled, and MADV_COLLAPSE makes them unless they are denied.
  { path: '/sys/kernel/mm/transparent_hugepage/shmem_enabled', value: 'deny' },
  { path: '/sys/kernel/mm/transparent_hugepage/khugepaged/scan_sleep_millisecs', value: '3600000' },
  { path: '/sys/kernel/mm/transparent_hugepage/khugepaged/max_ptes_none', value: '0' },
  { path: '/sys/kernel/mm/transparent_hugepage/khugepaged/alloc_sleep_millisecs', value: '3600000' },
];

const SWAP_BYTES = 64 << 20;

/** What of the kernel or of the rights is missing for the comparison; undefined where all is there. */
export function missing(): string | undefined {
  if (process.platform !== 'linux') return `a Linux kernel (this is ${process.platform})`;
  if (process.getuid?.() !== 0) return 'the rights of root, for page frame numbers and for settings';
  for (const path of ['/proc/self/pagemap', '/proc/kpagecount', '/proc/kpageflags', '/proc/swaps']) {
    try {
      accessSync(path, constants.R_OK);
    } catch {
      return `${path}, which this kernel does not have`;
    }
  }
  for (const program of ['cc', 'mkswap', 'swapon']) {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    } catch {
      return `the program ${program}`;
    }
  }
  return undefined;
}

/** The version of the running kernel, as uname has it. */
export function kernelVersion(): string {
  return readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
}

/** The choice in brackets of a setting such as `always [madvise] never`, else its text. */
function chosen(text: string): string {
  return /\[(\S+)\]/.exec(text)?.[1] ?? text.trim();
}

/**
 * Sets the kernel up for the comparison and returns how to put everything back, which also happens when the process
 * ends, by a signal too. Settings that this kernel does not have are told to `warn` and left.
 */
export function settle(warn: (message: string) => void): { readonly directory: string; restore(): void } {
  const undo: (() => void)[] = [];
  const restore = () => {
    for (const one of undo.splice(0).toReversed()) {
      try {
        one();
      } catch (error) {
        warn(`could not be put back: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  const interrupted = (signal: NodeJS.Signals) => {
    restore();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('exit', restore);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupted);
  undo.push(() => {
    process.off('exit', restore);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, interrupted);
  });
  takeLock(undo, warn);
  const directory = mkdtempSync(join(tmpdir(), 'mmlore-conformance-'));
  undo.push(() => rmSync(directory, { recursive: true, force: true }));
  for (const { path, value } of SETTINGS) set(path, value, undo, warn);
  addSwap(join(directory, 'swap'), undo);
  return { directory, restore };
}

/** Milliseconds for which a comparison waits for another one. */
const PATIENCE = 600_000;

/**
 * Two comparisons at once would put back each other's settings: the second waits. A lock whose process is gone counts for
 * nothing.
 */
function takeLock(undo: (() => void)[], warn: (message: string) => void): void {
  const path = join(tmpdir(), 'mmlore-conformance.lock');
  const until = Date.now() + PATIENCE;
  for (let holder = holderOf(path); holder !== undefined; holder = holderOf(path)) {
    if (Date.now() > until)
      throw new Error(`another comparison is running (process ${holder}, ${path}): wait for it or end it`);
    if (until - Date.now() > PATIENCE - 1000) warn(`waiting for another comparison (process ${holder})`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
  }
  rmSync(path, { force: true });
  writeFileSync(path, `${process.pid}`, { flag: 'wx' });
  undo.push(() => rmSync(path, { force: true }));
}

/** The process that holds a lock, where it lives. */
function holderOf(path: string): string | undefined {
  const holder = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return holder !== '' && existsSync(`/proc/${holder}`) ? holder : undefined;
}

function set(path: string, value: string, undo: (() => void)[], warn: (message: string) => void): void {
  if (!existsSync(path)) {
    warn(`this kernel has no ${path}: what depends on it may differ`);
    return;
  }
  const before = chosen(readFileSync(path, 'utf8'));
  if (before === value) return;
  writeFileSync(path, value);
  undo.push(() => writeFileSync(path, before));
}

/** A swap file without holes, with the highest priority. */
function addSwap(path: string, undo: (() => void)[]): void {
  const file = openSync(path, 'w', 0o600);
  const block = Buffer.alloc(1 << 20);
  for (let at = 0; at < SWAP_BYTES; at += block.length) writeSync(file, block);
  closeSync(file);
  execFileSync('mkswap', [path], { stdio: 'ignore' });
  execFileSync('swapon', ['-p', '32767', path]);
  undo.push(() => execFileSync('swapoff', [path]));
}
