import { SWP } from '../constants.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ended } from './one-page.ts';
import { SMALL } from './setup.ts';

const DEVICE = 1;
const SLOT = 1;
const { SWP_USED, SWP_WRITEOK } = SWP;

/** The function takes a swap device off the list of those that give out slots, for good. */
function takesDevicesAway({ primitives }: Touched): string | undefined {
  return primitives.has('plist_del') && primitives.has('store swap_info_struct.flags')
    ? 'it takes a swap device away'
    : undefined;
}

export const SWAPOFF_FREE: World = {
  name: 'swapoff-free',
  title: 'A slot of a full swap device is freed while swapoff takes the device away',
  about: `A swap device whose slots are all in use is not on the list of devices that give some out. When a slot becomes free, it
is put back there, unless swapoff has taken its SWP_WRITEOK. swapoff takes the device off the list and then clears
SWP_WRITEOK. Unless both happen under si->lock, the slot may become free in between: the device stands on the list after
swapoff, and who looks for a slot finds one that is being freed.

  swapoff                              reclaim
  takes the device off the list
                                       si->lock: the device was full, and is writable
                                       puts it on the list
  si->lock: clears SWP_WRITEOK`,
  properties: ['SWAP-DEV'],
  incidental: ['LOCK', 'LIVE', 'ASSERT'],
  dimensions: { ...SMALL, swapDevices: 1 },
  initial: (m) => {
    m.set(m.o.swapDevice.flags, DEVICE, SWP_USED | SWP_WRITEOK);
    m.set(m.o.swapDevice.active, DEVICE, 1);
  },
  threads: [
    { name: 'swapoff', runs: [SUBJECT] },
    { name: 'reclaim', runs: [{ function: 'swap_slot_free', args: [DEVICE, SLOT] }] },
  ],
  hardware: [],
  bindings: [{ type: 'struct swap_info_struct *', value: DEVICE }],
  witnesses: [
    ended(1),
    {
      name: 'the device gives out slots again',
      says: 'The device that was full is put on the list before swapoff has begun.',
      holds: (m) => m.get(m.o.swapDevice.available, DEVICE) === 1,
    },
    {
      name: 'a slot becomes free after swapoff',
      says: 'A slot is freed on a device that gives out none any more, and the device stays off the list.',
      holds: (m) =>
        m.get(m.o.swapDevice.highest_bit, DEVICE) === SLOT &&
        m.get(m.o.swapDevice.available, DEVICE) === 0 &&
        m.get(m.o.swapDevice.flags, DEVICE) === SWP_USED,
    },
  ],
  suits: takesDevicesAway,
};
