import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import type { Result, Verdict } from '../../src/checks/check.ts';
import type { ClaimKind } from '../../src/claims/claim.ts';
import type { Issue } from '../../src/issue.ts';
import { readArchive } from '../../src/mail/archive.ts';
import type { Message } from '../../src/mail/message.ts';

const CORPUS = new URL('../../corpus/', import.meta.url);

/** A claim that a thread of the corpus makes, as its `.expected.json` labels it. */
export interface ExpectedClaim {
  readonly message_id: string;
  readonly kind: ClaimKind;
  readonly evidence: string;
  readonly hedged: boolean;
  readonly concepts: readonly string[];
  readonly anchor: { readonly file: string; readonly function: string; readonly line: string } | null;
  readonly about: 'patch' | 'claim' | 'context';
  readonly replies_to?: string;
  /** What the thread came to about it, where it settles or leaves open something that was asked. */
  readonly status?: string;
}

/** What a check must find on a diff of the thread. */
export interface ExpectedVerdict {
  /** The mail that holds the diff. */
  readonly message_id: string;
  readonly function: string;
  readonly property: string;
  readonly world: string;
  readonly before: Result;
  readonly after: Result;
  readonly verdict: Verdict;
  /** The mail that holds the concern; null where nobody had any. */
  readonly concern: string | null;
}

export interface Expected {
  readonly schema: number;
  readonly thread: string;
  readonly kernel: string;
  readonly mails: number;
  readonly claims: readonly ExpectedClaim[];
  readonly verdicts: readonly ExpectedVerdict[];
}

export interface CorpusThread {
  readonly name: string;
  /** The mailbox's bytes as text. */
  readonly mbox: string;
  readonly messages: readonly Message[];
  /** What the reader of the mailbox had to complain of. */
  readonly issues: readonly Issue[];
  readonly expected: Expected;
}

/** Reads every mailbox of the corpus with what is expected of it, by name. */
export async function corpusThreads(): Promise<readonly CorpusThread[]> {
  const names = readdirSync(CORPUS)
    .filter((file) => file.endsWith('.mbox'))
    .map((file) => file.slice(0, -'.mbox'.length))
    .sort();
  return Promise.all(names.map(readThread));
}

async function readThread(name: string): Promise<CorpusThread> {
  const path = new URL(`${name}.mbox`, CORPUS);
  const messages: Message[] = [];
  const issues: Issue[] = [];
  for await (const item of readArchive(createReadStream(path), `corpus/${name}.mbox`)) {
    if (item.kind === 'message') messages.push(item.message);
    else issues.push(item.issue);
  }
  return {
    name,
    mbox: readFileSync(path, 'utf8'),
    messages,
    issues: [...issues, ...messages.flatMap((message) => message.issues)],
    expected: JSON.parse(readFileSync(new URL(`${name}.expected.json`, CORPUS), 'utf8')) as Expected,
  };
}
