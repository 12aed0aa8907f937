/** A function that is called through a table of an object, and the one that the model takes it for. */
export interface Method {
  readonly function: string;
  /** Why: told with each check that comes by it. */
  readonly why: string;
}

/** Tables of functions that objects of the model have, by field of the table: every file of the model is one of shmem. */
const SHMEM = 'the VMA is taken for one of shmem (mm/shmem.c: shmem_vm_ops)';

const METHODS: ReadonlyMap<string, Method> = new Map([
  ['vm_ops->fault', { function: 'shmem_fault', why: SHMEM }],
  ['vm_ops->map_pages', { function: 'filemap_map_pages', why: SHMEM }],
]);

/** What a call through a pointer means, by the last two fields of its text: `vma->vm_ops->fault`. */
export function methodNamed(text: string): Method | undefined {
  return METHODS.get(/\w+->\w+$/.exec(text)?.[0] ?? '');
}
