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

/** Hosts whose lists leave a mail alone, best first: vger and linux.dev append nothing. As b4's `listid-preference`. */
const FAITHFUL: readonly RegExp[] = [/(?:^|\.)kernel\.org$/, /(?:^|\.)linux\.dev$/];

/** Which copy of a mail to prefer by the lists that delivered it, lowest first; one that no list delivered comes last. */
export function listRank(listIds: readonly string[]): number {
  const ranks = listIds
    .map((id) => FAITHFUL.findIndex((host) => host.test(id)))
    .map((at) => (at < 0 ? FAITHFUL.length : at));
  return Math.min(FAITHFUL.length + 1, ...ranks);
}
