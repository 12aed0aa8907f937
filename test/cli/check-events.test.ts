import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ClaimEventRow } from '../../src/store/view-events.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore } from './cli.ts';

const NOTIFIER = fileURLToPath(new URL('../../corpus/mmu-notifier-dropped.mbox', import.meta.url));

test('the ledger of a concern tells what the checks of each version say, as often as they are run', {
  timeout: 60_000,
}, async () => {
  const home = temporaryFolder();
  await mmlore({ home }, 'ingest', NOTIFIER);
  const json = async (...words: string[]) =>
    JSON.parse((await mmlore({ home }, ...words, '--json')).stdout.replace('[EOF]', ''));
  const { claims } = await json('claims', '--kind', 'concern');
  const id = claims.find(({ evidence }: { evidence: string }) => evidence.startsWith('With this gone'))?.claim_id;
  const ledger = async (): Promise<ClaimEventRow[]> => (await json('show', id)).events;
  const fromMail = await ledger();
  expect(fromMail.length).toBeGreaterThan(0);
  for (const _ of ['once', 'again']) {
    await mmlore({ home }, 'check', '--property', 'SMMU-FREE', '--world', 'unmap-kvm');
    const events = await ledger();
    expect(events.map(({ event }) => event)).toEqual([...events.keys()]);
    expect(events.slice(0, fromMail.length)).toEqual(fromMail);
    expect(
      events.slice(fromMail.length).map(({ status, version, evidence }) => ({ status, version, evidence })),
    ).toMatchInlineSnapshot(`
      [
        {
          "evidence": "SMMU-FREE of unmap_clean_file_page() in unmap-kvm: violated",
          "status": "confirmed",
          "version": 1,
        },
        {
          "evidence": "SMMU-FREE of unmap_clean_file_page() in unmap-kvm: holds",
          "status": "refuted",
          "version": 2,
        },
      ]
    `);
  }
  const { stdout } = await mmlore({ home }, 'show', id);
  expect(stdout).toMatch(
    /^ +confirmed in v1 +check \w+ +SMMU-FREE of unmap_clean_file_page\(\) in unmap-kvm: violated$/m,
  );
});
