import process from 'node:process';
import { fileURLToPath } from 'node:url';

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** What starts the program, as it stands in `src/`, in a process of its own; its arguments follow. */
export const MMLORE: readonly [command: string, ...args: string[]] = [
  process.execPath,
  pathOf('node_modules/vite-node/vite-node.mjs'),
  '--script',
  pathOf('src/cli.ts'),
];
