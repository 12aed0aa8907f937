import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchivePiece } from '../../mail/archive.ts';
import type { Deletion, Source, SourcePiece } from '../source.ts';
import { gitLine, gitLines, readBlobs } from './git.ts';

/** One repository of an inbox; older mail is in those with lower numbers. */
interface Epoch {
  readonly number: number;
  readonly gitDir: string;
  readonly head: string;
}

/** What one commit did: `m` adds the mail in a blob, `d` deletes it. */
interface Change {
  readonly commit: string;
  readonly blob: string;
  readonly kind: 'm' | 'd';
}

const CHANGE = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]{40,64}) [AMT]\t([md])$/;

/**
 * Opens a public-inbox of version 2: a folder with `git/0.git`, `git/1.git` and so on, or one such repository.
 *
 * Facts from public-inbox-v2-format(5): each commit's tree has one file, `m` for a mail that was added, `d` for one that was
 * deleted. A mail that is deleted later is not read; where an earlier run may have read it, a deletion comes.
 * Positions are `epoch:commit`. Where history was rewritten since (a purge), the epoch is read from its start again.
 *
 * @returns undefined where the folder is no such inbox
 */
export async function publicInbox(path: string): Promise<Source | undefined> {
  const epochs = await epochsOf(path);
  if (epochs.length === 0) return undefined;
  return {
    name: path,
    fingerprint: epochs.map(({ number, head }) => `${number}:${head}`).join(' '),
    size: undefined,
    growsAtEnd: true,
    async *pieces(after): AsyncGenerator<SourcePiece> {
      const [number = '', commit = ''] = after?.split(':') ?? [];
      const unread = epochs.flatMap((epoch) => {
        if (after !== undefined && epoch.number < Number(number)) return [];
        return [{ epoch, since: after !== undefined && epoch.number === Number(number) ? commit : undefined }];
      });
      const deletions = new Deletions();
      for (const { epoch, since } of unread) {
        for await (const { blob } of changesOf(epoch, since, ['d'])) deletions.announce(blob);
      }
      let read = 0;
      for (const { epoch, since } of unread) {
        const changes = deletions.remaining(changesOf(epoch, since, []));
        for await (const [change, raw] of readBlobs(epoch.gitDir, changes)) {
          read += 1;
          yield { ...pieceOf(epoch, change, raw), position: `${epoch.number}:${change.commit}`, read };
        }
      }
    },
  };
}

async function isBare(path: string): Promise<boolean> {
  const names: readonly string[] = await readdir(path).catch(() => []);
  return ['HEAD', 'objects', 'refs'].every((name) => names.includes(name));
}

async function epochsOf(path: string): Promise<readonly Epoch[]> {
  const names = await readdir(join(path, 'git')).catch(() => []);
  const numbered = names.flatMap((name) => {
    const number = /^(\d+)\.git$/.exec(name)?.[1];
    return number === undefined ? [] : [{ number: Number(number), gitDir: join(path, 'git', name) }];
  });
  const repositories = numbered.length === 0 && (await isBare(path)) ? [{ number: 0, gitDir: path }] : numbered;
  const epochs: Epoch[] = [];
  for (const { number, gitDir } of repositories.sort((a, b) => a.number - b.number)) {
    const head = await gitLine(gitDir, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
    const file = head === undefined ? undefined : await gitLine(gitDir, ['ls-tree', '--name-only', head]);
    // anything else in the tree: a repository of something else than mail
    if (head !== undefined && (file === 'm' || file === 'd')) epochs.push({ number, gitDir, head });
  }
  return epochs;
}

/** Tells which of the changes that are read in one run still count: not a mail that is deleted later in it. */
class Deletions {
  /** How often each blob is still to be deleted. */
  readonly #ahead = new Map<string, number>();
  readonly #leftOut = new Set<string>();

  /** Takes note of a deletion that is ahead. */
  announce(blob: string): void {
    this.#ahead.set(blob, this.#aheadOf(blob) + 1);
  }

  /** Leaves out mails whose deletion is ahead, and those deletions. */
  async *remaining(changes: AsyncIterable<Change>): AsyncGenerator<Change> {
    for await (const change of changes) {
      const { blob } = change;
      if (change.kind === 'd') this.#ahead.set(blob, this.#aheadOf(blob) - 1);
      else if (this.#aheadOf(blob) > 0) this.#leftOut.add(blob);
      if (change.kind === 'd' ? !this.#leftOut.delete(blob) : this.#aheadOf(blob) === 0) yield change;
    }
  }

  #aheadOf(blob: string): number {
    return this.#ahead.get(blob) ?? 0;
  }
}

function pieceOf({ gitDir }: Epoch, { commit, blob, kind }: Change, raw: Buffer | undefined): ArchivePiece | Deletion {
  const where = `${gitDir}:${commit}`;
  if (raw === undefined) {
    const says = `the blob ${blob} is not in the repository`;
    return { kind: 'issue', issue: { code: 'source.missing-blob', says, where } };
  }
  const origin = { source: where, offset: 0 };
  return { kind: kind === 'm' ? 'mail' : 'deletion', raw: new Uint8Array(raw), origin, issues: [] };
}

/** Additions and deletions, oldest first: all of them, or those after a commit that is still part of history. */
async function* changesOf(
  { gitDir, head }: Epoch,
  since: string | undefined,
  paths: readonly string[],
): AsyncGenerator<Change> {
  const base = since === undefined ? undefined : await gitLine(gitDir, ['merge-base', since, head]);
  const range = base !== undefined && base === since ? `${since}..${head}` : head;
  const form = ['--reverse', '--raw', '--root', '--no-renames', '--no-abbrev', '--no-ext-diff', '--format=%H'];
  let commit = '';
  for await (const line of gitLines(gitDir, ['log', ...form, range, '--', ...paths])) {
    const change = CHANGE.exec(line);
    if (change?.[1] !== undefined) yield { commit, blob: change[1], kind: change[2] === 'd' ? 'd' : 'm' };
    else if (/^[0-9a-f]{40,64}$/.test(line)) commit = line;
  }
}
