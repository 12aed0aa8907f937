import { Chalk, type ChalkInstance } from 'chalk';
import type { Session } from './context.ts';

/** What a piece of text is; how it looks is decided here alone. */
export type Label = 'heading' | 'muted' | 'id' | 'violated' | 'holds' | 'undecided' | 'added' | 'removed' | 'quote';

const STYLES: Readonly<Record<Label, (chalk: ChalkInstance) => ChalkInstance>> = {
  heading: (chalk) => chalk.bold,
  muted: (chalk) => chalk.dim,
  id: (chalk) => chalk.cyan,
  violated: (chalk) => chalk.red.bold,
  holds: (chalk) => chalk.green,
  undecided: (chalk) => chalk.yellow,
  added: (chalk) => chalk.green,
  removed: (chalk) => chalk.red,
  quote: (chalk) => chalk.blue,
};

/** Writes a text as what it is. */
export type Paint = (label: Label, text: string) => string;

/** Colours for stdout: on a terminal, unless TERM=dumb, NO_COLOR or --no-color says otherwise. */
export function painter(session: Session): Paint {
  const { env, stdout } = session;
  const wanted = session.globals().color && env.TERM !== 'dumb' && stdout.isTTY === true;
  const chalk = new Chalk({ level: wanted ? 1 : 0 });
  return (label, text) => STYLES[label](chalk)(text);
}

const VERDICT_LABELS: Readonly<Record<string, Label>> = {
  violated: 'violated',
  confirmed: 'violated',
  'confirmed-under-assumption': 'violated',
  holds: 'holds',
  refuted: 'holds',
};

/** The label of a result or a verdict. */
export function verdictLabel(verdict: string | null | undefined): Label {
  return VERDICT_LABELS[verdict ?? ''] ?? 'undecided';
}
