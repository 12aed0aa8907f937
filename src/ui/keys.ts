import { type ActionName, BINDINGS, type Binding } from './bindings.ts';
import type { Key } from './decode.ts';
import { type ScreenName, SHAPES } from './layout.ts';

/** The bindings of a screen, in the order of the table. */
export function bindingsOn(screen: ScreenName): readonly (Binding & { readonly name: ActionName })[] {
  return BINDINGS.filter((binding: Binding) => binding.on === undefined || binding.on.includes(screen));
}

/** What a key does on a screen; undefined where it does nothing. */
export function actionOf(screen: ScreenName, key: Key): ActionName | undefined {
  return bindingsOn(screen).find((binding) => binding.keys.includes(key))?.name;
}

const SHOWN: Readonly<Record<string, string>> = { ' ': 'Space', Up: '↑', Down: '↓', Left: '←', Right: '→' };

/** A key as people read it. */
export function shownKey(key: Key): string {
  return SHOWN[key] ?? key;
}

/** The table of keys for the README, in Markdown, a section a group. */
export function keysMarkdown(): string {
  const groups = [...new Set(BINDINGS.map(({ group }) => group))];
  const all = Object.keys(SHAPES).length;
  return groups
    .flatMap((group) => [
      `| ${group} | | on |`,
      '|---|---|---|',
      ...BINDINGS.filter((binding) => binding.group === group).map((binding: Binding) => {
        const keys = binding.keys.map((key) => `\`${shownKey(key)}\``).join(' ');
        const on = binding.on === undefined || binding.on.length === all ? 'every screen' : binding.on.join(', ');
        return `| ${keys} | ${binding.says} | ${on} |`;
      }),
      '',
    ])
    .join('\n');
}
