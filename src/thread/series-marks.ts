/** What git and b4 write below a cover or a patch about where a series belongs. */
export interface SeriesMarks {
  readonly baseCommit: string | undefined;
  /** b4's name of a series over all its versions. */
  readonly changeId: string | undefined;
  /** `prerequisite-change-id`, `-patch-id` and `-message-id`, as written, in order. */
  readonly prerequisites: readonly Prerequisite[];
  /** Message-IDs of mails that the texts link to on lore, in order: mostly earlier versions. */
  readonly links: readonly string[];
}

export interface Prerequisite {
  readonly kind: 'change-id' | 'patch-id' | 'message-id';
  readonly value: string;
}

const BASE = /^base-commit:\s*([0-9a-f]{12,64})\b/m;
const CHANGE = /^change-id:\s*([\w.-]{6,200})\s*$/im;
const PREREQUISITE =
  /^(?:prerequisite-(change-id|patch-id|message-id):|(based-on|depends-on):)\s*<?([^\s<>]{6,200})>?\s*$/gim;
/** `https://lore.kernel.org/linux-mm/<id>/`, `/r/<id>`, `patch.msgid.link/<id>`. */
const LINK =
  /https?:\/\/(?:lore\.kernel\.org\/(?:[\w.-]{1,80}\/)?|lkml\.kernel\.org\/r\/|(?:patch\.)?msgid\.link\/)([^\s/<>()\]]+(?:@|%40)[^\s/<>()\]]+)/g;
/** A link to one's own archive of `marc.info` or the like names no Message-ID. */
const MOST_LINKS = 200;

/** Reads base-commit, change-id, prerequisites and lore links out of the texts of a series. */
export function seriesMarks(texts: readonly string[]): SeriesMarks {
  const first = (pattern: RegExp) => texts.map((text) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  return {
    baseCommit: first(BASE),
    changeId: first(CHANGE),
    prerequisites: texts.flatMap((text) => Array.from(text.matchAll(PREREQUISITE), prerequisiteOf)),
    links: [...new Set(texts.flatMap((text) => Array.from(text.matchAll(LINK), ([, id = '']) => linked(id))))].slice(
      0,
      MOST_LINKS,
    ),
  };
}

function prerequisiteOf([, kind, , value = '']: RegExpExecArray): Prerequisite {
  const named = (kind ?? 'message-id').toLowerCase();
  return { kind: named === 'change-id' || named === 'patch-id' ? named : 'message-id', value };
}

/** Decodes `%40` and `%2F`, and drops the stop of a sentence. */
function linked(id: string): string {
  const plain = id.replace(/[.,;:#]+$/, '');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
