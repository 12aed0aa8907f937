import { type Primitive, primitive } from '../primitive.ts';
import { setListed } from '../swap-lists.ts';

const PLIST = 'include/linux/plist.h; mm/swapfile.c: swap_active_head, swap_avail_heads';

/** The lists of swap devices: those in use, and those that give out slots. */
export const SWAP_DEVICES: readonly Primitive[] = [
  primitive('void plist_add(struct plist_node *)', {
    says: 'Puts a swap device into the list that the node is for.',
    needs: 'si->lock, and swap_lock or swap_avail_lock',
    source: PLIST,
    run: (m, node = 0) => void setListed(m, node, true),
  }),
  primitive('void plist_del(struct plist_node *)', {
    says: 'Takes a swap device out of the list that the node is for, where it is in it.',
    needs: 'si->lock, and swap_lock or swap_avail_lock',
    source: PLIST,
    run: (m, node = 0) => void setListed(m, node, false),
  }),
];
