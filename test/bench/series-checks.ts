import { createReadStream } from 'node:fs';
import type { Check } from '../../src/checks/check.ts';
import { checkPatch } from '../../src/checks/check-patch.ts';
import { kernelOf } from '../../src/checks/kernel-version.ts';
import { patchTexts } from '../../src/checks/patch-texts.ts';
import { type Instruments, liftSides } from '../../src/checks/programs.ts';
import { sidesOf, type TreeFile } from '../../src/lift/sides.ts';
import { readArchive } from '../../src/mail/archive.ts';
import type { Message } from '../../src/mail/message.ts';
import { functionsOf } from '../../src/patch/function.ts';
import { readPatch } from '../../src/patch/read.ts';

/** Real threads; they are other people's mail and lie beside the checkout. */
export const THREADS = new URL('../../../shared/mail/threads/', import.meta.url);

/** Reads the mails of a thread of that folder. */
export async function mailsOf(name: string): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for await (const item of readArchive(createReadStream(new URL(name, THREADS)), name)) {
    if (item.kind === 'message') messages.push(item.message);
  }
  return messages;
}

/** What became of the patches of a thread. */
export interface SeriesReport {
  readonly patches: number;
  /** Hunks in C files, and those of them that change a function that is known by name. */
  readonly hunks: number;
  readonly linked: number;
  /** Changed functions, those that can be read on the side after, those of them with no call that nobody knows. */
  readonly functions: number;
  readonly lifted: number;
  readonly whole: number;
  /** Functions of which a check came to a result on either side. */
  readonly checked: number;
  readonly checks: readonly Check[];
  /** Milliseconds for each patch. */
  readonly times: readonly number[];
}

const ALL = { world: undefined, property: undefined, function: undefined };

/** Checks every patch among the mails of a thread, uncommented hunks too, each by itself. */
export function checkSeries(messages: readonly Message[], tools: Instruments, tree?: TreeFile): SeriesReport {
  let [patches, hunks, linked, functions, lifted, whole] = [0, 0, 0, 0, 0, 0];
  const checks: Check[] = [];
  const times: number[] = [];
  for (const message of messages) {
    const patch = readPatch(message.messageId, message.text);
    const files = patch.files.filter(({ path }) => /\.[ch]$/.test(path));
    if (files.length === 0) continue;
    patches++;
    for (const hunk of files.flatMap((file) => file.hunks)) {
      hunks++;
      if ([...functionsOf(hunk, '+'), ...functionsOf(hunk, '-')].some((name) => name !== undefined)) linked++;
    }
    const kernel = kernelOf(message.date);
    const sides = sidesOf(patch, tree);
    const texts = patchTexts(sides, patch, kernel, tools.vocabulary);
    for (const changed of sides.changed) {
      if (changed.after === undefined) continue;
      functions++;
      const { after } = liftSides(changed, texts, kernel, tools);
      if (after.ok) lifted++;
      if (after.ok && after.lifted.unknown.length === 0) whole++;
    }
    const began = tools.now();
    checks.push(
      ...checkPatch(
        {
          patch,
          date: message.date,
          claims: [],
          kernel: undefined,
          tree,
          wanted: ALL,
          maxStates: 500_000,
          timeout: 20,
        },
        tools,
      ),
    );
    times.push(tools.now() - began);
  }
  const told = checks.filter(({ before, after }) => [before, after].some(({ result }) => result !== 'not-modelled'));
  const checked = new Set(told.map((check) => JSON.stringify([check.messageId, check.path, check.function]))).size;
  return { patches, hunks, linked, functions, lifted, whole, checked, checks, times };
}

/** What a violated check is judged by: the same function in the same world is the same finding in all mails of a thread. */
export function findingOf({ function: name, world, property, before, after }: Check): string {
  return `${name} ${world} ${property}: ${before.result} → ${after.result}`;
}
