import { displayLine } from '../../display.ts';
import type { TagRow } from '../../store/view-tags.ts';
import type { Paint } from '../style.ts';
import { person } from './person.ts';

/** The tags that people gave in replies, one a line; those of commit messages stand there. */
export function tagLines(tags: readonly TagRow[], paint: Paint): string[] {
  const given = tags.filter((tag) => tag.given_in !== 'commit');
  return given.length === 0
    ? []
    : ['', paint('heading', 'Tags given in replies'), ...given.map((tag) => tagLine(tag, paint))];
}

function tagLine(tag: TagRow, paint: Paint): string {
  const version = tag.version === null ? '' : `v${tag.version} `;
  const target = tag.part === null || tag.part === 0 ? `the ${version}series` : `${version}patch ${tag.part}`;
  const by = tag.identity === 'other-person' ? `, written by ${person(tag)}` : '';
  const facts = displayLine(`to ${target}, ${tag.date?.slice(0, 10) ?? 'undated'}${by}`);
  return `  ${displayLine(`${tag.key}: ${tag.value}`)}  ${paint('muted', facts)}`;
}
