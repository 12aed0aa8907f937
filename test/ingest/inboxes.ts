import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Adds (`m`) and deletes (`d`) mails in an epoch of an inbox, as public-inbox does: each commit's tree holds one file. */
export function commitTo(inbox: string, epoch: number, ...changes: readonly (readonly ['m' | 'd', string])[]): void {
  const gitDir = join(inbox, 'git', `${epoch}.git`);
  const git = (args: readonly string[], input = '') =>
    execFileSync('git', ['--git-dir', gitDir, ...args], { input, stdio: ['pipe', 'pipe', 'ignore'] })
      .toString()
      .trim();
  mkdirSync(gitDir, { recursive: true });
  git(['init', '--quiet', '--bare', '--initial-branch=master']);
  for (const [name, text] of changes) {
    const blob = git(['hash-object', '-w', '--stdin'], text);
    const tree = git(['mktree'], `100644 blob ${blob}\t${name}\n`);
    let parent: string[] = [];
    try {
      parent = ['-p', git(['rev-parse', '--verify', '--quiet', 'refs/heads/master'])];
    } catch {
      // the first commit has no parent
    }
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.org'];
    git(['update-ref', 'refs/heads/master', git([...who, 'commit-tree', tree, ...parent, '-m', name])]);
  }
}
