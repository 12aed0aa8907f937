import type { Bug } from '../bug.ts';
import { UNPIN_TAIL } from '../worlds/unpin.ts';

const release = (unpin: string) => `void io_release_ubuf(struct bio_vec *bvec)
{
	${unpin};
}`;

/** A buffer that was coalesced keeps the folio's head: the pin is dropped by folio, not by page. */
export const C13: Bug = {
  id: 'C13',
  title: 'io_uring/rsrc: fix folio unpinning',
  commit: '5afb4bf9fc62',
  kernel: '6.15',
  property: 'HEAD',
  world: UNPIN_TAIL,
  function: 'io_release_ubuf',
  before: release('unpin_user_page(bvec->bv_page)'),
  after: release('unpin_user_folio(page_folio(bvec->bv_page), 1)'),
  story: ['owner of the pin: unpin_user_page'],
};
