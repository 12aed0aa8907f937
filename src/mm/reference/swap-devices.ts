import type { ReferenceFunction } from '../vocabulary.ts';

const SWAPFILE = 'mm/swapfile.c, 6.2';

/** Swap devices on the list of those that give out slots; the list is one for all nodes here. */
export const SWAP_DEVICE_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'add_to_avail_list',
    source: SWAPFILE,
    text: `void add_to_avail_list(struct swap_info_struct *p)
{
	spin_lock(&swap_avail_lock);
	plist_add(&p->avail_list, &swap_avail_head);
	spin_unlock(&swap_avail_lock);
}`,
  },
  {
    name: 'del_from_avail_list',
    source: SWAPFILE,
    text: `void del_from_avail_list(struct swap_info_struct *p)
{
	spin_lock(&swap_avail_lock);
	plist_del(&p->avail_list, &swap_avail_head);
	spin_unlock(&swap_avail_lock);
}`,
  },
  {
    name: 'swap_slot_free',
    source: `${SWAPFILE}: swap_entry_free, swap_range_free`,
    text: `void swap_slot_free(struct swap_info_struct *si, unsigned int offset)
{
	bool was_full;

	spin_lock(&si->lock);
	was_full = !si->highest_bit;
	si->highest_bit = offset;
	if (was_full && (si->flags & SWP_WRITEOK))
		add_to_avail_list(si);
	spin_unlock(&si->lock);
}`,
  },
];
