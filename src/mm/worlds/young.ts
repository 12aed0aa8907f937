import { VM } from '../constants.ts';
import { BIT, has } from '../entry.ts';
import { GUEST, KVM_LIKE } from '../hardware/kvm.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Binding, SUBJECT, type World } from '../world.ts';
import { mapPage, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

const UPPER = 1;
const TABLE = 2;
const ADDRESS = 2;

const BINDINGS: readonly Binding[] = [
  { type: 'struct mm_struct *', value: 1 },
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'unsigned long', names: /addr|start/, value: ADDRESS },
  { type: 'pmd_t *', value: 2 },
];

const sptes = (m: Memory) => [ADDRESS, ADDRESS + 1].map((address) => m.get(m.o.kvmSpte.value, address + 1));

export const SCAN_YOUNG: World = {
  name: 'scan-young',
  title: 'The pages of a range are looked through for recent use while a guest uses one of them',
  about: `A scan looks at each entry of a range and asks whether its page was used of late: by the accessed bit of the entry, by
the page's own flag, and by asking secondary MMUs. The guest's use sets the bit in KVM's entry alone. The question must name
the address of the entry that is looked at: else the use of one page is asked for again and again, and that of another not.`,
  properties: ['NOTIFY-PAIR'],
  incidental: ['LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 2, anonVmas: 1, kvms: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
    for (const page of [1, 2]) {
      placeFolio(m, page, 1, { references: 1, mapping: 1, flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked });
      mapPage(m, TABLE, ADDRESS + page - 1, page, BIT.write);
    }
  },
  threads: [{ name: 'khugepaged', runs: [SUBJECT] }],
  hardware: [KVM_LIKE, GUEST],
  bindings: BINDINGS,
  witnesses: [
    {
      name: 'the guest has used the second page only',
      says: 'The second page of the range is young in KVM and the first is not.',
      holds: (m) => {
        const [first = 0, second = 0] = sptes(m);
        return has(second, BIT.young) && !has(first, BIT.young);
      },
    },
  ],
  suits: ({ primitives }) =>
    primitives.has('mmu_notifier_test_young') ? 'it asks secondary MMUs whether pages were used' : undefined,
};
