import { expect } from 'vitest';
import type { Run } from '../../src/checks/check.ts';
import type { Bug } from '../../src/mm/bug.ts';
import { runBug } from './bug-run.ts';

/** Replaces text that occurs once. */
export function edited(text: string, from: string, to: string): string {
  expect(text.split(from).length, `"${from}" occurs once`).toBe(2);
  return text.replace(from, to);
}

/** Runs another text of a bug's function in its world. */
export function run(bug: Bug, text: string): Run {
  return runBug({ ...bug, after: text }, 'after');
}

/** The steps of a trace, as `actor: step`. */
export const does = ({ trace }: Run) => trace.map((step) => `${step.actor}: ${step.does}`);
