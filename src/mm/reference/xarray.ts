import type { ReferenceFunction } from '../vocabulary.ts';

const SOURCE = 'include/linux/xarray.h; lib/xarray.c';

const cursor = (name: string, text: string): ReferenceFunction => ({ name, source: SOURCE, text });

/**
 * The cursor of an array. `xa_offset`, which the kernel keeps for itself, says here that the entry at the index was handed
 * out, so that xas_find goes on behind it.
 */
export const XARRAY_FUNCTIONS: readonly ReferenceFunction[] = [
  cursor(
    'xas_load',
    `struct folio *xas_load(struct xa_state *xas)
{
	xas->xa_offset = 1;
	return xa_load(xas->xa, xas->xa_index);
}`,
  ),
  cursor(
    'xas_reload',
    `struct folio *xas_reload(struct xa_state *xas)
{
	return xa_load(xas->xa, xas->xa_index);
}`,
  ),
  cursor(
    'xas_next',
    `struct folio *xas_next(struct xa_state *xas)
{
	if (xas->xa_offset)
		xas->xa_index = xas->xa_index + 1;
	xas->xa_offset = 1;
	return xa_load(xas->xa, xas->xa_index);
}`,
  ),
  ...['xas_find', 'xas_next_entry'].map((name) =>
    cursor(
      name,
      `struct folio *${name}(struct xa_state *xas, unsigned long max)
{
	unsigned long start = xas->xa_index;
	unsigned long found;

	if (xas->xa_offset)
		start = start + 1;
	found = xa_first_from(xas->xa, start, max);
	if (found == 0)
		return NULL;
	xas->xa_index = xa_found_index(found);
	xas->xa_offset = 1;
	return xa_found_folio(found);
}`,
    ),
  ),
  cursor(
    'xas_set',
    `void xas_set(struct xa_state *xas, unsigned long index)
{
	xas->xa_index = index;
	xas->xa_offset = 0;
}`,
  ),
  cursor(
    'xas_set_order',
    `void xas_set_order(struct xa_state *xas, unsigned long index, unsigned int order)
{
	xas->xa_index = index;
	xas->xa_offset = 0;
}`,
  ),
  cursor(
    'xas_reset',
    `void xas_reset(struct xa_state *xas)
{
	xas->xa_offset = 0;
}`,
  ),
  cursor(
    'xas_pause',
    `void xas_pause(struct xa_state *xas)
{
	xas->xa_offset = 1;
}`,
  ),
  cursor(
    'xas_find_conflict',
    `struct folio *xas_find_conflict(struct xa_state *xas)
{
	if (xas->xa_offset)
		return NULL;
	xas->xa_offset = 1;
	return xa_load(xas->xa, xas->xa_index);
}`,
  ),
  cursor(
    'xas_store',
    `struct folio *xas_store(struct xa_state *xas, struct folio *entry)
{
	return xa_replace(xas->xa, xas->xa_index, entry);
}`,
  ),
  cursor(
    'xas_retry',
    `bool xas_retry(struct xa_state *xas, const void *entry)
{
	return false;
}`,
  ),
];
