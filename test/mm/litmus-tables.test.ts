import { describe, expect, test } from 'vitest';
import type { Bug } from '../../src/mm/bug.ts';
import { J1 } from '../../src/mm/bugs/j1.ts';
import { KHUGEPAGED_FUNCTIONS } from '../../src/mm/reference/khugepaged.ts';
import type { World } from '../../src/mm/world.ts';
import { RETRACT_FAULT, RETRACT_GUP_FAST } from '../../src/mm/worlds/retract.ts';
import { does, edited, run } from './litmus.ts';

describe('how long a table that was taken out must live (mm/pgtable-generic.c: comment at pte_offset_map_nolock)', () => {
  const merged = KHUGEPAGED_FUNCTIONS.find((one) => one.name === 'retract_page_tables')?.text ?? '';
  const retract = (world: World, property: string): Bug => ({
    ...J1,
    id: 'retract',
    kernel: '6.6',
    world,
    property,
    function: 'retract_page_tables',
    before: merged,
    after: merged,
  });
  const fault = retract(RETRACT_FAULT, 'TABLE-LOCKED');
  const gup = retract(RETRACT_GUP_FAST, 'TABLE-LOCKLESS');
  const free = 'pte_free_defer(mm, pmd_pgtable(pgt_pmd));';

  test('freed after a grace period: a fault that waits for its lock, and GUP-fast, find it live and empty', () => {
    expect(run(fault, merged).result).toBe('holds');
    expect(run(gup, merged).result).toBe('holds');
  });

  test('freed at once: both use a freed table', () => {
    const atOnce = edited(merged, free, 'pte_free(mm, pmd_pgtable(pgt_pmd));');
    const late = run(fault, atOnce);
    expect(late.result).toBe('violated');
    expect(does(late).slice(-2)).toEqual(['khugepaged: pte_free', 'fault: spin_lock']);
    expect(run(gup, atOnce).result).toBe('violated');
  });

  test('freed at once after an IPI: GUP-fast is safe, a fault in RCU is not', () => {
    const afterIpi = edited(merged, free, 'tlb_remove_table_sync_one();\n\t\t\tpte_free(mm, pmd_pgtable(pgt_pmd));');
    expect(run(gup, afterIpi).result).toBe('holds');
    expect(run(fault, afterIpi).result).toBe('violated');
  });

  test('its lock freed before the grace period, with the table still there: a fault locks what is gone', () => {
    const early = edited(merged, free, `pgtable_pte_page_dtor(pmd_pgtable(pgt_pmd));\n\t\t\t${free}`);
    const late = run(fault, early);
    expect(late.result).toBe('violated');
    expect(does(late).slice(-1)).toEqual(['fault: spin_lock']);
    expect(run(gup, early).result, 'GUP-fast takes no lock').toBe('holds');
  });

  test('deposited for a huge page within the grace period, on a list through the table: both read list pointers', () => {
    const deposited = edited(merged, free, `pgtable_trans_huge_deposit(mm, pmd, pmd_pgtable(pgt_pmd));\n\t\t\t${free}`);
    const inFault = run({ ...fault, property: 'TABLE-LOCKED' }, deposited);
    const inGup = run(gup, deposited);
    expect([inFault.result, inGup.result]).toEqual(['violated', 'violated']);
    expect(does(inGup).slice(-1)).toEqual(['GUP-fast: ptep_get_lockless']);
    expect(does(inGup)).toContain('khugepaged: pgtable_trans_huge_deposit');
    expect(does(inGup)).not.toContain('RCU: the grace period ends: table 2 is freed');
  });
});
