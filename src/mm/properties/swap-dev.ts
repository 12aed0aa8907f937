import { SWP } from '../constants.ts';
import type { Memory } from '../kernel.ts';
import type { MmProperty } from '../property.ts';

/** Who looks through the lists finds only devices that may give slots out. */
function listedDevicesAreWritable(m: Memory): boolean {
  for (let device = 1; device <= m.kernel.of.swapDevices; device++) {
    const isListed = m.get(m.o.swapDevice.available, device) === 1 || m.get(m.o.swapDevice.active, device) === 1;
    if (isListed && (m.get(m.o.swapDevice.flags, device) & SWP.SWP_WRITEOK) === 0) return false;
  }
  return true;
}

export const SWAP_DEV: MmProperty = {
  name: 'SWAP-DEV',
  says: 'A swap device that swapoff takes away is in no list: neither of those in use nor of those that give out slots.',
  source: 'mm/swapfile.c: get_swap_pages: WARN "in list but !SWP_WRITEOK"; 6fe7d6b99261',
  holds: listedDevicesAreWritable,
};
