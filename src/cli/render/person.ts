/** `Jann Horn <jannh@example.org>`, or what there is of it. */
export function person(row: { readonly from_name: string; readonly from_email: string }): string {
  if (row.from_name === '') return row.from_email || 'unknown sender';
  return row.from_email === '' ? row.from_name : `${row.from_name} <${row.from_email}>`;
}
