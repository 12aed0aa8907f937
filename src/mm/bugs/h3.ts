import type { Bug } from '../bug.ts';
import { SWAPOFF_FREE } from '../worlds/swapoff.ts';

const swapoff = (take: string) => `int swapoff_device(struct swap_info_struct *p)
{
	spin_lock(&swap_lock);
	if (!(p->flags & SWP_WRITEOK)) {
		spin_unlock(&swap_lock);
		return -EINVAL;
	}
${take}	plist_del(&p->list, &swap_active_head);
	p->flags &= ~SWP_WRITEOK;
	spin_unlock(&p->lock);
	spin_unlock(&swap_lock);
	return 0;
}`;

/** swapoff takes a device off the list and its right to give out slots under one lock. */
export const H3: Bug = {
  id: 'H3',
  title: 'mm/swap: fix swap_info_struct race between swapoff and get_swap_pages()',
  commit: '6fe7d6b99261',
  kernel: '6.2',
  property: 'SWAP-DEV',
  world: SWAPOFF_FREE,
  function: 'swapoff_device',
  before: swapoff('\tdel_from_avail_list(p);\n\tspin_lock(&p->lock);\n'),
  after: swapoff('\tspin_lock(&p->lock);\n\tdel_from_avail_list(p);\n'),
  story: [
    'swapoff: plist_del',
    'reclaim: load swap_info_struct.flags',
    'reclaim: plist_add',
    'reclaim: spin_unlock',
    'swapoff: spin_lock',
    'swapoff: store swap_info_struct.flags',
  ],
};
