import type { Bug } from '../bug.ts';
import { OVERFLOW } from '../worlds/overflow.ts';

/** A pipe buffer is not duplicated where the count of its page would overflow. */
export const C17: Bug = {
  id: 'C17',
  title: 'fs: prevent page refcount overflow in pipe_buf_get',
  commit: '15fab63e1e57',
  kernel: '5.1',
  property: 'REF',
  world: OVERFLOW,
  function: 'generic_pipe_buf_get',
  before: `void generic_pipe_buf_get(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	get_page(buf->page);
}`,
  after: `bool generic_pipe_buf_get(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	return try_get_page(buf->page);
}`,
  story: ['user: get_page', 'user: get_page'],
};
