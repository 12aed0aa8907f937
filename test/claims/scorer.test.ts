import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Label, scoreClaims } from '../training/scorer.ts';

const GOLD = join(import.meta.dirname, '..', '..', '..', 'shared', 'gold');
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('the scorer', () => {
  const label = (evidence: string, kind: string, more: Partial<Label> = {}): Label => ({
    message_id: 'a',
    evidence,
    kind,
    ...more,
  });

  it('matches each claim once, the same kind first', () => {
    const gold = [label('this is racy because of fork', 'concern', { hedged: true, concepts: ['fork', 'cow'] })];
    const score = scoreClaims(gold, [
      label('this is racy because of fork', 'question', { hedged: true, concepts: ['fork'] }),
      label('is racy because', 'concern', { hedged: true, concepts: ['fork'] }),
      { ...label('elsewhere', 'concern'), message_id: 'not labelled' },
    ]);
    expect(score.detection).toEqual({ precision: 0.5, recall: 1, f1: 0.667, matched: 1, predicted: 2, gold: 1 });
    expect(score.typed.matched).toBe(1);
    expect(score.hedged_accuracy).toBe(1);
    expect(score.concepts.f1).toBe(0.667);
  });

  it.skipIf(!hasPython || !existsSync(GOLD))(
    'prints what score.py prints (needs python3 and the labels beside the project)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'score-'));
      for (const name of ['khugepaged-nr_file_pages-v1', 'seeds']) {
        const gold: Label[] = readFileSync(join(GOLD, `${name}.jsonl`), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
        const worse = gold.flatMap((claim, at): Label[] =>
          at % 4 === 0
            ? []
            : [
                {
                  ...claim,
                  kind: at % 3 === 0 ? 'assertion' : claim.kind,
                  evidence: claim.evidence.slice(at % 9),
                  concepts: claim.concepts?.slice(1) ?? [],
                },
              ],
        );
        const file = join(folder, 'predicted.jsonl');
        writeFileSync(file, worse.map((claim) => JSON.stringify(claim)).join('\n'));
        const { stdout } = spawnSync('python3', [join(GOLD, 'score.py'), join(GOLD, `${name}.jsonl`), file], {
          encoding: 'utf8',
        });
        expect(scoreClaims(gold, worse)).toEqual(JSON.parse(stdout));
      }
      rmSync(folder, { recursive: true });
    },
  );
});
