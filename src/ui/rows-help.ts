import type { Binding } from './bindings.ts';
import { matchesWords } from './filter.ts';
import { bindingsOn, shownKey } from './keys.ts';
import type { ScreenName } from './layout.ts';
import { blankRow, litSegment, type Row, type Rows, rowsOf, segment, textRow } from './rows.ts';

/** The keys of a screen, grouped; Enter runs the one under the cursor. */
export function helpRows(screen: Exclude<ScreenName, 'help'>, filter: string): Rows {
  const bindings = bindingsOn(screen).filter(({ keys, says, group }) => matchesWords([...keys, says, group], filter));
  if (bindings.length === 0) return rowsOf([textRow('empty', `No key matches “${filter}”. Esc shows all.`, 'muted')]);
  const rows: Row[] = [];
  let group: Binding['group'] | undefined;
  for (const binding of bindings) {
    if (binding.group !== group) {
      if (group !== undefined) rows.push(blankRow(`blank:${binding.group}`));
      rows.push(textRow(`group:${binding.group}`, binding.group, 'title'));
      group = binding.group;
    }
    const keys = binding.keys.map(shownKey).join(' ');
    rows.push({
      anchor: binding.name,
      segments: [segment(`  ${keys.padEnd(20)}`, 'key'), litSegment(binding.says)],
      target: { kind: 'action', name: binding.name },
    });
  }
  return rowsOf(rows);
}
