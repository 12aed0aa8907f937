import type { Command } from 'commander';
import { displayLine } from '../../display.ts';
import type { Example } from '../../mm/bug.ts';
import type { Fields } from '../../schema/documents.ts';
import type { Session } from '../context.ts';
import { addFormats, type FormatOptions, writeJson } from '../output.ts';
import { Refusal } from '../refusal.ts';
import { type Paint, painter } from '../style.ts';

/** One thing that the model knows: what it says in one line, its source, and whatever else there is to say, a line each. */
type Entry = Fields<'model'>['entries'][number];

const EXAMPLES = `
Examples:
  $ mmlore model properties      what a check may ask
  $ mmlore model TLB-REVOKE      one of them in full: a function that breaks it, and one that keeps it
  $ mmlore model retract-sva     one world in full: its problem, its actors, the interleaving that fails
  $ mmlore model ptep_get_and_clear`;

/** `mmlore model`: what the model knows, each with its source. */
export function define(command: Command, session: Session): void {
  command
    .description(
      'List what the model knows: properties, worlds, primitives and reference programs, with their sources.',
    )
    .argument('[name]', 'a section (properties, worlds, primitives, references), or one thing to show in full');
  addFormats(command, 'json')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined, options: FormatOptions) => {
      const all = await entries();
      const chosen = name === undefined ? all : all.filter((entry) => entry.section === name || entry.name === name);
      if (chosen.length === 0) {
        throw new Refusal({
          kind: 'input',
          message: `the model knows nothing named ${name}`,
          hint: 'List everything with `mmlore model`.',
        });
      }
      const isWhole = chosen.every((entry) => entry.name === name);
      if (options.json) writeJson(session, 'model', { entries: chosen });
      else session.stdout.write(modelText(chosen, isWhole, painter(session)));
    });
}

async function entries(): Promise<Entry[]> {
  const [{ PROPERTIES }, { exampleOf }, { WORLDS }, { PRIMITIVES }, { REFERENCE_FUNCTIONS }] = await Promise.all([
    import('../../mm/properties.ts'),
    import('../../mm/examples.ts'),
    import('../../mm/worlds.ts'),
    import('../../mm/known.ts'),
    import('../../mm/reference.ts'),
  ]);
  return [
    ...PROPERTIES.map(({ name, says, source }) => ({
      section: 'properties' as const,
      name,
      says,
      source,
      more: exampleText(exampleOf(name)),
    })),
    ...WORLDS.map(({ name, title, about, properties, threads }) => ({
      section: 'worlds' as const,
      name,
      says: title,
      source: '',
      more: [
        ...about.split('\n'),
        `Judges ${properties.join(', ')}. Threads: ${threads.map((thread) => thread.name).join(', ')}.`,
      ],
    })),
    ...PRIMITIVES.map(({ name, says, source, needs, aliases, parameters, result }) => ({
      section: 'primitives' as const,
      name,
      says,
      source,
      more: [
        `${result} ${name}(${parameters.join(', ')})`,
        ...(needs === undefined ? [] : [`Needs ${needs}.`]),
        ...(aliases.length === 0 ? [] : [`Also ${aliases.join(', ')}.`]),
      ],
    })),
    ...REFERENCE_FUNCTIONS.map(({ name, since, until, source, text }) => ({
      section: 'references' as const,
      name,
      says: `Stands for ${name}() ${kernels(since, until)}.`,
      source,
      more: text.split('\n'),
    })),
  ];
}

/** What breaks a property and what keeps it, one after the other. */
function exampleText({ world, kernel, before, after }: Example): readonly string[] {
  return [
    `In world ${world.name}, at kernel ${kernel}, it is broken by`,
    '',
    ...before.split('\n'),
    '',
    'and kept by',
    '',
    ...after.split('\n'),
  ];
}

function kernels(since: string | undefined, until: string | undefined): string {
  if (since === undefined) return until === undefined ? 'of every kernel' : `of kernels up to ${until}`;
  return until === undefined ? `of kernels from ${since} on` : `of kernels ${since} to ${until}`;
}

function modelText(chosen: readonly Entry[], isWhole: boolean, paint: Paint): string {
  const lines: string[] = [];
  let section = '';
  for (const entry of chosen) {
    if (entry.section !== section) {
      section = entry.section;
      const count = chosen.filter((other) => other.section === section).length;
      lines.push(...(lines.length > 0 ? [''] : []), paint('heading', `${section} (${count})`));
    }
    lines.push(`  ${paint('id', entry.name)}  ${displayLine(entry.says)}`);
    if (entry.source !== '') lines.push(`    ${paint('muted', displayLine(entry.source))}`);
    if (isWhole) lines.push(...entry.more.map((line) => `    ${line}`));
  }
  return `${lines.join('\n')}\n`;
}
