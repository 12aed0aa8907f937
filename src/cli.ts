#!/usr/bin/env node
import process from 'node:process';
import { EXIT } from './cli/context.ts';
import { run } from './cli/run.ts';

// `mmlore claims | head` closes our stdout: an end, not an error. A full disk is one, and no bug.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`error: standard output cannot be written: ${error.message}\n`);
  process.exit(EXIT.closed);
});

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  interruption: () => {
    const controller = new AbortController();
    process.on('SIGINT', () => controller.abort());
    return controller.signal;
  },
});
