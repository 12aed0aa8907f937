import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Shell } from './tmux.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const THREAD = fileURLToPath(new URL('../../corpus/mmu-notifier-dropped.mbox', import.meta.url));
const README = new URL('../../README.md', import.meta.url);

/** The window of the recording. */
const SIZE = { columns: 100, rows: 18 } as const;

/** A step of the story: what a person does, the keys, and what is on the screen when it is done. */
interface StoryStep {
  readonly says: string;
  /** By tmux's names. */
  readonly keys: readonly string[];
  readonly until: string;
  /** Steps whose screen the recording shows. */
  readonly isShown?: true;
}

/** Open a thread, find a concern, run its check, step through the trace, write a reply. */
const STEPS: readonly StoryStep[] = [
  { says: 'The threads that were read', keys: [], until: '1 of 2 rows', isShown: true },
  { says: 'The earlier of them', keys: ['j', 'Enter'], until: '── thread' },
  {
    says: '`.`: the next claim, at the line of the patch that it is about',
    keys: ['.'],
    until: '▌  ┃',
    isShown: true,
  },
  {
    says: "`x`: the checks of that line's function, each side as it ends",
    keys: ['x'],
    until: 'checks ran',
    isShown: true,
  },
  { says: 'Back, and to the trace of the claim', keys: ['q', 't'], until: 'step 1 of' },
  { says: 'Two steps', keys: ['s', 's'], until: 'step 3 of' },
  {
    says: '`t`, then `s` to step and `r` to run on to the step that breaks the property',
    keys: ['r'],
    until: 'No device accesses',
    isShown: true,
  },
  { says: 'A reply in the editor', keys: ['R'], until: 'kept in' },
];

/** What came of the story. */
export interface Played {
  /** The screens that are shown, as Markdown. */
  readonly recording: string;
  /** The draft that the editor was given. */
  readonly reply: string;
  readonly shell: Shell;
}

/**
 * Plays the story in a real terminal, on the built program and a thread of the corpus that no check was run on.
 *
 * @param folder Gets the database and the reply.
 */
export async function playStory(folder: string): Promise<Played> {
  const shell = new Shell(folder, SIZE.columns, SIZE.rows);
  const database = join(folder, 'story.db');
  shell.keys(
    `node ${CLI} --db ${database} ingest ${THREAD} && clear && echo here it began && node ${CLI} --db ${database} ui`,
    'Enter',
  );
  const parts: string[] = [];
  for (const { says, keys, until, isShown } of STEPS) {
    shell.keys(...keys);
    const screen = await shell.shows(until);
    if (isShown) parts.push(`${says}:\n\n\`\`\`\n${shown(screen)}\n\`\`\``);
  }
  const reply = readFileSync(join(folder, 'reply.txt'), 'utf8');
  parts.push(`\`R\`: a draft of a reply, in the editor:\n\n\`\`\`\n${shortened(reply)}\n\`\`\``);
  return { recording: parts.join('\n\n'), reply, shell };
}

/** The draft without most of its trace. */
function shortened(reply: string): string {
  const lines = reply.trimEnd().split('\n');
  const trace = lines.findIndex((line) => /^ +1 {2}/.test(line));
  return [...lines.slice(0, trace + 3), '     […]', ...lines.slice(-4)].join('\n');
}

/** A screen as text: without times, which differ, and without the rows that are empty. */
function shown(screen: string): string {
  const lines = screen.split('\n').map((line) => line.replace(/, \d+\.\d s/g, '').trimEnd());
  return lines.filter((line) => line !== '').join('\n');
}

const MARKS = /(<!-- story -->\n)[\s\S]*(\n<!-- \/story -->)/;

/** The recording that the README has. */
export function recorded(): string {
  return (
    MARKS.exec(readFileSync(README, 'utf8'))?.[0].replace(MARKS, (all, start: string, end: string) =>
      all.slice(start.length, all.length - end.length),
    ) ?? ''
  );
}

/** The README with another recording. */
export function withRecording(recording: string): string {
  return readFileSync(README, 'utf8').replace(MARKS, (_, start: string, end: string) => start + recording + end);
}
