import { type Field, valuesOf } from './head.ts';

/**
 * Reads which lists delivered a copy: List-Id in its brackets, else X-Mailing-List's address with its `@` as a dot.
 *
 *     List-Id: Linux Memory Management <linux-mm.kvack.org>
 *     X-Mailing-List: linux-mm@kvack.org
 *
 * kvack.org's lists name themselves `<linux-mm.kvack.org>`; a List-Id without brackets is taken as it stands.
 */
export function readListIds(fields: readonly Field[]): readonly string[] {
  const ids = valuesOf(fields, 'list-id').map((value) => /<([^<>]+)>/.exec(value)?.[1] ?? value);
  const mailingLists = valuesOf(fields, 'x-mailing-list').map((value) => value.replace('@', '.'));
  const names = (ids.length > 0 ? ids : mailingLists).map((name) => name.replace(/[<>\s]/g, '').toLowerCase());
  return [...new Set(names.filter((name) => name !== ''))];
}
