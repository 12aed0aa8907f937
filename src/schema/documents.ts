import * as z from 'zod';
import { checkRow, trace, traceStepRow } from './check.ts';
import { claimEventRow, claimPlaceRow, claimRow } from './claim.ts';
import { hitRow, messageRow } from './message.ts';
import { patchTree } from './patch.ts';
import { seriesRow, tagRow } from './series.ts';
import { threadRow } from './thread.ts';
import { SCHEMA_VERSION } from './version.ts';

const list = <Row extends z.ZodType>(row: Row) => z.array(row).readonly();

/** What is wrong with a source as a whole. */
const issue = z.strictObject({
  code: z.string(),
  says: z.string(),
  where: z.string().optional(),
  offset: z.int().optional(),
});

/** The fields of every JSON document that a command prints, by its name: the one place where they are written down. */
export const DOCUMENTS = {
  ingest: z.strictObject({
    sources: list(
      z.strictObject({
        source: z.string(),
        messages: z.int().describe('read now, those of an earlier run not among them'),
        new: z.int(),
        removed: z.int().describe('mails that the archive took back'),
        unchanged: z.boolean().describe('as it was when it was read to its end: nothing was read'),
        issues: list(issue),
      }),
    ),
    new: z.int(),
    derived: z.int().describe('mails whose threads were derived'),
  }),
  derive: z.strictObject({ derived: z.int() }),
  threads: z.strictObject({ threads: list(threadRow) }),
  series: z.strictObject({ series: list(seriesRow) }),
  claims: z.strictObject({ claims: list(claimRow) }),
  messages: z.strictObject({ messages: list(hitRow) }),
  rows: z.strictObject({ rows: list(z.record(z.string(), z.unknown())) }),
  thread: z.strictObject({
    thread_id: z.string(),
    messages: list(messageRow),
    claims: list(claimRow),
    checks: list(checkRow),
    tags: list(tagRow),
  }),
  message: z.strictObject({ message: messageRow, claims: list(claimRow) }),
  patch: z.strictObject({ message: messageRow, tags: list(tagRow), ...patchTree.shape }),
  claim: z.strictObject({
    claim: claimRow,
    events: list(claimEventRow),
    places: list(claimPlaceRow),
    checks: list(checkRow),
  }),
  check: z.strictObject({ sides: list(checkRow), traces: list(trace) }),
  checks: z.strictObject({ checks: list(checkRow), traces: list(trace) }),
  replay: z.strictObject({ run: checkRow, steps: list(traceStepRow) }),
  review: z.strictObject({
    thread_id: z.string(),
    messages: list(messageRow),
    claims: list(claimRow),
    checks: list(checkRow),
    traces: list(trace),
  }),
  model: z.strictObject({
    entries: list(
      z.strictObject({
        section: z.enum(['properties', 'worlds', 'primitives', 'references']),
        name: z.string(),
        says: z.string(),
        source: z.string(),
        more: list(z.string()),
      }),
    ),
  }),
  doctor: z.strictObject({
    mmlore: z.string(),
    node: z.string(),
    sqlite: z.string(),
    database: z.string(),
    schema_version: z.int().describe('number of the last migration'),
    bytes: z.int(),
    messages: z.int(),
    raw_bytes: z.int().describe('unpacked size of the mails that are stored, each copy once'),
    pending: z.int().describe('mails that are stored and whose threads are not derived yet'),
    problems: list(z.string()),
    tables: list(z.strictObject({ name: z.string(), bytes: z.int(), share: z.number().min(0).max(1) })),
    tools: list(
      z.strictObject({
        name: z.string(),
        purpose: z.string(),
        version: z.string().nullable().describe('null where it is not installed'),
      }),
    ),
  }),
  config: z.strictObject({
    file: z.string(),
    settings: list(
      z.strictObject({
        name: z.string(),
        value: z.union([z.string(), z.number(), z.boolean()]).nullable(),
        origin: z.enum(['default', 'file', 'environment', 'flag']),
        from: z.string().describe('the file and line, the variable or the flag; empty for a default'),
        says: z.string(),
      }),
    ),
  }),
} as const;

export type DocumentName = keyof typeof DOCUMENTS;

/** What a document holds beside its `schema`. */
export type Fields<Name extends DocumentName> = z.input<(typeof DOCUMENTS)[Name]>;

/** A whole document: its fields and the `schema` that names it. */
export function documentOf(name: DocumentName): z.ZodObject {
  return z.strictObject({ schema: z.literal(`mmlore.${name}/${SCHEMA_VERSION}`), ...DOCUMENTS[name].shape });
}

/** The form of a document as JSON Schema (draft 2020-12). */
export function jsonSchema(name: DocumentName): string {
  const schema = z.toJSONSchema(documentOf(name), { override: ({ jsonSchema: part }) => plain(part) });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** Takes away what says something of JavaScript and nothing of the document; and a later program may add fields. */
function plain(part: z.core.JSONSchema.BaseSchema): void {
  Reflect.deleteProperty(part, 'readOnly');
  if (part.additionalProperties === false) Reflect.deleteProperty(part, 'additionalProperties');
  if (part.minimum === Number.MIN_SAFE_INTEGER) Reflect.deleteProperty(part, 'minimum');
  if (part.maximum === Number.MAX_SAFE_INTEGER) Reflect.deleteProperty(part, 'maximum');
}
