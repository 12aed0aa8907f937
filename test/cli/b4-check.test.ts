import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { b4Results } from '../../src/cli/render/b4.ts';
import { checkText } from '../checks/instruments.ts';
import { corpusThreads } from '../corpus/threads.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore, whole } from './cli.ts';

/** The mails of a corpus thread, as a mailbox holds them. */
function mailsOf(thread: string): readonly string[] {
  const text = readFileSync(new URL(`../../corpus/${thread}.mbox`, import.meta.url), 'utf8');
  return text.split(/^From .*\n/m).filter((mail) => mail !== '');
}

const check = (stdin: string, ...args: readonly string[]) =>
  mmlore({ home: temporaryFolder(), stdin }, 'b4-check', ...args);
const resultsOf = (stdout: string) => JSON.parse(stdout.replace('[EOF]', ''));

const FIRST = mailsOf('mmu-notifier-dropped')[0] ?? '';

describe('what b4 is told of a patch', { timeout: 60_000 }, () => {
  test('one entry for all checks: what it breaks, where to read it, and the traces', async () => {
    const [message] = (await corpusThreads()).find(({ name }) => name === 'mmu-notifier-dropped')?.messages ?? [];
    const checks = checkText(message?.text ?? '', message?.date ?? '');
    const [result, ...others] = b4Results(checks, message?.messageId ?? '', false);
    expect(others).toEqual([]);
    const { details = '', ...entry } = result ?? {};
    expect(entry).toMatchInlineSnapshot(`
      {
        "status": "fail",
        "summary": "unmap_clean_file_page() breaks SMMU-FREE and SMMU-REVOKE; unmap_clean_file_page() breaks UFFD-WP, as before",
        "tool": "mmlore",
        "url": "https://lore.kernel.org/r/20231114093127.48210-1-ilse.vandermeer@example.org",
      }
    `);
    expect(details).toContain('The shortest run that breaks SMMU-REVOKE after the patch');
    expect(
      details.split('\n').filter((line) => line.startsWith(' ') && line.includes('| ') && line.length > 72),
    ).toEqual([]);
    expect(b4Results(checks, '', true)[0]?.summary).toContain('; the time was up before all was run');
  });

  test('the command prints it, whole or as far as the time went', async () => {
    const { stdout, exitCode } = await check(FIRST);
    expect(exitCode).toBe(0);
    expect(resultsOf(stdout)).toMatchObject([{ tool: 'mmlore', status: expect.stringMatching(/^(?:fail|warn)$/) }]);
  });

  test('a patch that nothing in the model says anything about leaves nothing to report', async () => {
    const cover = FIRST.replace(/^diff --git[\s\S]*/m, '');
    expect(resultsOf((await check(cover)).stdout)).toEqual([]);
    const elsewhere = FIRST.replace(/\bptep_\w+|mmu_notifier_\w+|folio_\w+|page_\w+/g, 'nobody_knows');
    expect(resultsOf((await check(elsewhere)).stdout)).toEqual([]);
  });

  test('what is no mail is an error, with nothing on standard output', async () => {
    expect(whole(await check(''))).toMatchInlineSnapshot(`
      "[EOF]
      --- stderr
      error: there is no patch in -
      caused by: the archive is empty
      hint: Give a mail or a unified diff.
      [EOF]
      --- exit 1"
    `);
    expect(whole(await check(FIRST, '--tree', '/nowhere'))).toMatchInlineSnapshot(`
      "[EOF]
      --- stderr
      error: there is no kernel tree at /nowhere
      caused by: it has neither a folder mm nor a git repository
      hint: Give the folder that holds mm/, or a clone of the kernel.
      [EOF]
      --- exit 1"
    `);
  });
});

/** b4's own runner of external checks, which its review has from 0.15 on. */
const RUN_BY_B4 = `
import email, email.policy, json, sys
from b4.review import checks
msg = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.EmailPolicy(utf8=True))
print(json.dumps(checks.run_perpatch_checks([('id', msg)], [sys.argv[1]], '/')['id']))
`;
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const HAS_B4 = spawnSync('python3', ['-c', 'import b4.review.checks']).status === 0 && existsSync(CLI);

describe.skipIf(!HAS_B4)('b4 itself (needs b4 0.15 or later and a built dist/)', { timeout: 60_000 }, () => {
  test('reads the answer as it is meant', () => {
    const command = `${process.execPath} ${CLI} b4-check`;
    const began = performance.now();
    const stdout = execFileSync('python3', ['-c', RUN_BY_B4, command], { input: FIRST, encoding: 'utf8' });
    expect(performance.now() - began).toBeLessThan(10_000);
    const [entry, ...others] = JSON.parse(stdout);
    expect(others).toEqual([]);
    expect([entry.tool, entry.status]).toEqual(['mmlore', 'fail']);
    expect(entry.details).toContain('SMMU-REVOKE');
  });

  test('shows what is wrong where the mail cannot be read', () => {
    const command = `${process.execPath} ${CLI} b4-check --tree /nowhere`;
    const stdout = execFileSync('python3', ['-c', RUN_BY_B4, command], { input: FIRST, encoding: 'utf8' });
    expect(JSON.parse(stdout)[0]).toMatchObject({ status: 'fail', details: expect.stringContaining('no kernel tree') });
  });
});
