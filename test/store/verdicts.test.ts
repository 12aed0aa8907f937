import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VERDICTS } from '../../src/checks/verdict.ts';
import type { Connection } from '../../src/store/connection.ts';
import { newStore } from './stores.ts';

/** What happens to the checks of three claims. */
const event = fc.record({
  does: fc.constantFrom('add', 'remove', 'move', 'judge', 'forget'),
  check: fc.constantFrom('k1', 'k2', 'k3', 'k4'),
  claim: fc.constantFrom('c1', 'c2', 'c3', null),
  verdict: fc.constantFrom(...VERDICTS),
});

/** The event as SQL; a claim that is forgotten is made again without its checks. */
const STATEMENTS = {
  add: `INSERT INTO "check" (check_id, claim_id, message_id, path, function, property, world, why, kernel, verdict, change)
        VALUES (?1, ?2, 'm', '', 'f', 'P', 'w', '', '', ?3, 'unknown')
        ON CONFLICT (check_id) DO UPDATE SET claim_id = excluded.claim_id, verdict = excluded.verdict`,
  remove: 'DELETE FROM "check" WHERE check_id = ?1 AND (?2 IS NULL OR ?3 IS NOT NULL)',
  move: 'UPDATE "check" SET claim_id = ?2 WHERE check_id = ?1 AND ?3 IS NOT NULL',
  judge: 'UPDATE "check" SET verdict = ?3 WHERE check_id = ?1 AND (?2 IS NULL OR true)',
  forget: 'DELETE FROM claim WHERE claim_id = ?2 AND ?1 IS NOT NULL AND ?3 IS NOT NULL',
} as const;

async function addClaims(store: Connection): Promise<void> {
  await store.exec(`
    INSERT OR IGNORE INTO message (message_id, from_name, from_email, subject, list_ids, is_ghost) VALUES ('m', '', '', '', '[]', 1);
    INSERT OR IGNORE INTO claim (claim_id, message_id, kind, hedged, evidence, start, "end", concepts, symbols, about, is_bot, confidence, cues)
    SELECT value, 'm', 'concern', 0, '', 0, 0, '[]', '[]', 'patch', 0, 1, '[]' FROM json_each('["c1", "c2", "c3"]')`);
}

test('a claim has the strongest verdict of its checks, whatever happens to them', async () => {
  const store = await newStore();
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 15 }), async (events) => {
      await store.exec('DELETE FROM "check"; DELETE FROM claim');
      await addClaims(store);
      for (const { does, check, claim, verdict } of events) {
        await store.run(STATEMENTS[does], [check, claim, verdict]);
        await addClaims(store);
        const kept = await store.all<{ claim_id: string; verdict: string | null }>(
          'SELECT claim_id, verdict FROM v_claim',
        );
        for (const { claim_id, verdict: shown } of kept) {
          const checks = await store.all<{ verdict: (typeof VERDICTS)[number] }>(
            'SELECT verdict FROM "check" WHERE claim_id = ?',
            [claim_id],
          );
          const strongest = VERDICTS.find((one) => checks.some((row) => row.verdict === one)) ?? null;
          expect(shown).toBe(strongest);
        }
      }
    }),
    { numRuns: 60 },
  );
});
