import { describe, expect, it } from 'vitest';
import { lift, listing } from './lifting.ts';
import { vocabularyOf } from './vocabulary.ts';

const V = vocabularyOf({
  primitives: [
    'int step(int)',
    'void give(int)',
    'struct page * take(void)',
    'void put(struct page *)',
    'void unlist(struct list_head *)',
    'pte_t load pte_t(pte_t *)',
    'void store pte_t(pte_t *, pte_t)',
  ],
  pure: ['bool pte_none(pte_t)', 'bool is_head(struct page *)'],
  fields: [
    'shared int page.count',
    'stable struct page * page.head',
    'embedded struct list_head page.lru',
    'stable struct page * fault.page',
    'stable int fault.flags',
  ],
  constants: { ONE: 1, VM_LOCKED: 0x2000, EAGAIN: 11 },
  irrelevant: [
    { name: 'trace', reason: 'tracing' },
    { name: 'is_numa', reason: 'one node', result: 0 },
  ],
  iterators: [{ name: 'for_each_page', cursor: 0, first: 'take()', next: '$0->head' }],
  references: [
    'int twice(int n)\n{\n\treturn step(n) + step(n);\n}',
    'int again(int n)\n{\n\treturn again(n);\n}',
    'void find(int n, struct page **result)\n{\n\tif (n)\n\t\t*result = take();\n}',
    'void range_init(struct range *range, int start)\n{\n\trange->start = start;\n\trange->end = start + ONE;\n}',
  ],
  modelled: ['struct page *', 'pte_t *', 'pte_t'],
});

const HEAD = 'int f(int a, int b, unsigned long u, struct page *page, pte_t *pte)';
const lifted = (text: string, head = HEAD, others = '') => lift(`${others}\n${head}\n{\n${text}\n}\n`, 'f', V);
const program = (text: string, head?: string, others?: string) => listing(lifted(text, head, others));

describe('expressions', () => {
  it('make a step of a primitive and a value of a pure call', () => {
    expect(program('if (pte_none(*pte)) give(a + ONE);')).toMatchInlineSnapshot(`
      "   0  *pte := load pte_t(pte)
         1  if pte_none(*pte) else goto 3
         2  give(a + 1)
         3  return"
    `);
  });

  it('evaluate && and || from left to right and only as far as needed', () => {
    expect(program('if (step(1) && (step(2) || step(3))) give(4);')).toMatchInlineSnapshot(`
      "   0  step() := step(1)
         1  if step() else goto 7
         2  step() := step(2)
         3  if step() goto 6
         4  step() := step(3)
         5  if step() else goto 7
         6  give(4)
         7  return"
    `);
  });

  it('make arithmetic of && where neither side takes a step', () => {
    expect(program('int both = a == 1 && u; give(both); give(both);')).toMatchInlineSnapshot(`
      "   0  both = (a == 1) & !!u
         1  give(both)
         2  give(both)
         3  return"
    `);
  });

  it('read a stable field behind && only where the test before lets them', () => {
    expect(program('return page && page->head;')).toMatchInlineSnapshot(`
      "   0  if page else goto 4
         1  if page->head else goto 4
         2  page && page->head = 1
         3  goto 5
         4  page && page->head = 0
         5  return page && page->head"
    `);
  });

  it('keep a postfix increment apart from the value before', () => {
    expect(program('return a++ + a;')).toMatchInlineSnapshot(`
      "   0  a++ = a
         1  a = a + 1
         2  return a++ + a"
    `);
  });

  it('keep what stands on the left of a change as it was', () => {
    expect(program('give(a + (a = 3)); give(a);')).toMatchInlineSnapshot(`
      "   0  give(a + 3)
         1  give(3)
         2  return"
    `);
  });

  it('evaluate one way of ?: and both operands of a comma', () => {
    expect(program('give(a ? step(1) : (step(2), 5)); return step(3) ?: b;')).toMatchInlineSnapshot(`
      "   0  if a else goto 3
         1  step() := step(1)
         2  goto 5
         3  step(2)
         4  step() = 5
         5  give(step())
         6  step() := step(3)
         7  if step() goto 9
         8  step() = b
         9  return step()"
    `);
  });

  it('compare with the sign of C types', () => {
    expect(program('if (a < 0) give(1); if (a >= b) give(2); if (u < 3) give(3);')).toMatchInlineSnapshot(`
      "   0  if (int)a < 0 else goto 2
         1  give(1)
         2  if (int)a >= (int)b else goto 4
         3  give(2)
         4  if u < 3 else goto 6
         5  give(3)
         6  return"
    `);
  });

  it('read numbers of all bases and leave what 16 bits cannot hold unmodelled', () => {
    const { assumed } = lifted("give(0x10); give(010); give('a'); give(-EAGAIN); if (u == 0x10000) give(1);");
    expect(program("give(0x10); give(010); give('a'); give(-EAGAIN);")).toMatchInlineSnapshot(`
      "   0  give(16)
         1  give(8)
         2  give(97)
         3  give(0xfff5)
         4  return"
    `);
    expect(assumed.map(({ of }) => of)).toEqual(['u == 0x10000']);
  });

  it('give each unknown name in capitals a value of its own, of whose bits nothing is known', () => {
    const text = 'if (a == SCAN_A) return SCAN_B; if (b == SCAN_A) return SCAN_A; if (u & FLAG) give(1);';
    expect(program(text)).toMatchInlineSnapshot(`
      "   0  if a == 0x4001 else goto 2
         1  return 0x4002
         2  if b == 0x4001 else goto 4
         3  return 0x4001
         4  either: u & FLAG else goto 6
         5  give(1)
         6  return"
    `);
  });

  it('are not known where 16 bits cannot hold them', () => {
    const { assumed } = lifted(
      'int big = 1 << 20; if (big & a) give(1); if (a * 0x200 * 0x200) give(2); if (b << 16) give(3);',
    );
    expect(assumed.map(({ of }) => of)).toEqual(['big & a', 'b << 16']);
  });

  it('see through READ_ONCE, likely, casts and statement expressions', () => {
    expect(
      program('if (likely(READ_ONCE(page->count))) give((int)({ int x = step(1); x + 1; }));'),
    ).toMatchInlineSnapshot(`
      "   0  page->count := load page.count(page)
         1  if page->count else goto 4
         2  x := step(1)
         3  give(x + 1)
         4  return"
    `);
  });
});

describe('memory', () => {
  it('loads and stores shared fields in steps, stable ones as values, embedded ones as the object', () => {
    expect(
      program('page->count = page->head->count + 1; unlist(&page->lru); WRITE_ONCE(page->count, 2);'),
    ).toMatchInlineSnapshot(`
      "   0  page->head->count := load page.count(page->head)
         1  store page.count(page, page->head->count + 1)
         2  unlist(page)
         3  store page.count(page, 2)
         4  return"
    `);
  });

  it('loads and stores entries in steps, with arithmetic on their pointers', () => {
    expect(program('pte_t e = *pte++; *pte = e; if (pte_none(pte[2])) *(pte + a) = e;')).toMatchInlineSnapshot(`
      "   0  pte++ = pte
         1  pte = pte + 1
         2  e := load pte_t(pte++)
         3  store pte_t(pte, e)
         4  pte[2] := load pte_t(pte + 2)
         5  if pte_none(pte[2]) else goto 7
         6  store pte_t(pte + a, e)
         7  return"
    `);
  });

  it('lets a callee write its caller’s variable', () => {
    expect(program('struct page *p = NULL; find(a, &p); put(p);')).toMatchInlineSnapshot(`
      "   0  p = 0
         1  if a else goto 3
         2  p := take()
         3  put(p)
         4  return"
    `);
  });

  it('makes a local of each field of a struct that is no modelled object', () => {
    const text = 'struct range range; range_init(&range, a); give(range.start); give(range.end);';
    expect(program(text)).toMatchInlineSnapshot(`
      "   0  give(a)
         1  give(a + 1)
         2  return"
    `);
  });

  it('makes a parameter of each known field of a struct that a parameter points to', () => {
    const result = lifted(
      'put(vmf->page); if (vmf->flags & VM_LOCKED) give(1); if (vmf->order) give(2);',
      'int f(struct fault *vmf)',
    );
    expect(result.program.parameters).toEqual([
      { name: 'vmf.page', type: 'struct page *' },
      { name: 'vmf.flags', type: 'int' },
    ]);
    expect(result.assumed.map(({ of }) => of)).toEqual(['vmf.order']);
  });

  it('learns the type of a field from the variable that it is put in', () => {
    const {
      program: { parameters },
    } = lifted('struct page *page = walk->page; put(page);', 'int f(struct walk *walk)');
    expect(parameters).toEqual([{ name: 'walk.page', type: 'struct page *' }]);
  });

  it('does not take for granted that a caller passes a pointer', () => {
    const result = lifted(
      'if (!details) return 1; put(details->page); if (details) give(2);',
      'int f(struct fault *details)',
    );
    expect(result.assumed.map(({ of }) => of)).toEqual(['details']);
    expect(listing(result)).toMatchInlineSnapshot(`
      "   0  either: details else goto 4
         1  put(details.page)
         2  give(2)
         3  return
         4  return 1"
    `);
  });

  it('makes a variable of what a pointer to a pointer points to', () => {
    const {
      program: { parameters },
    } = lifted('put(*pagep); *pagep = take();', 'void f(struct page **pagep)');
    expect(parameters).toEqual([{ name: '*pagep', type: 'struct page *' }]);
  });
});

describe('statements', () => {
  it('are loops of three kinds with break and continue', () => {
    expect(program('for (a = 0; a < b; a++) { if (step(a)) continue; give(a); }')).toMatchInlineSnapshot(`
      "   0  a = 0
         1  if (int)a < (int)b else goto 7
         2  step() := step(a)
         3  if step() goto 5
         4  give(a)
         5  a = a + 1
         6  goto 1
         7  return"
    `);
    expect(program('do { give(1); } while (step(2)); while (1) { if (step(3)) break; }')).toMatchInlineSnapshot(`
      "   0  give(1)
         1  step() := step(2)
         2  if step() goto 0
         3  step() := step(3)
         4  if step() else goto 3
         5  return"
    `);
  });

  it('run through the cases of a switch until a break, in the order of the tests', () => {
    const text = 'switch (step(0)) { case 1: give(1); case 2 ... 4: give(2); break; default: give(3); }';
    expect(program(text)).toMatchInlineSnapshot(`
      "   0  step(0) := step(0)
         1  if step(0) == 1 else goto 4
         2  give(1)
         3  goto 6
         4  if (int)step(0) >= 2 else goto 8
         5  if (int)step(0) <= 4 else goto 8
         6  give(2)
         7  goto 9
         8  give(3)
         9  return"
    `);
  });

  it('jump forward and back', () => {
    expect(
      program('retry: if (step(1)) goto out; if (a--) goto retry; give(2); out: return a;'),
    ).toMatchInlineSnapshot(`
      "   0  step() := step(1)
         1  if step() goto 6
         2  a-- = a
         3  a = a + 0xffff
         4  if a-- goto 0
         5  give(2)
         6  return a"
    `);
  });

  it('make loops of the model’s iterators', () => {
    expect(program('struct page *p; for_each_page(p, a) { if (is_head(p)) continue; put(p); }')).toMatchInlineSnapshot(`
      "   0  p := take()
         1  if p else goto 6
         2  if is_head(p) goto 4
         3  put(p)
         4  p = p->head
         5  goto 1
         6  return"
    `);
  });

  it('make assertions of the kernel’s, without those that the model cannot judge', () => {
    const result = lifted(
      'VM_BUG_ON_PAGE(!is_head(page), page); if (WARN_ON_ONCE(a)) return 1; BUILD_BUG_ON(b); BUG_ON(jiffies); BUG();',
    );
    expect(listing(result)).toMatchInlineSnapshot(`
      "   0  assert !!is_head(page)
         1  assert !a
         2  if a else goto 4
         3  return 1
         4  assert 0
         5  return"
    `);
    expect(result.sliced.map(({ reason }) => reason)).toEqual(['assertion on data that the model does not have']);
  });
});

describe('calls', () => {
  it('to a helper of the same text are put in place', () => {
    const helper =
      'static inline bool ready(struct page *page)\n{\n\tif (!page)\n\t\treturn false;\n\treturn page->count > 1;\n}\n';
    const result = lifted('if (ready(page)) give(1);', HEAD, helper);
    expect(listing(result)).toMatchInlineSnapshot(`
      "   0  if page else goto 4
         1  ready:page->count := load page.count(page)
         2  if (int)ready:page->count > 1 else goto 4
         3  give(1)
         4  return"
    `);
    expect(result.inlined).toEqual([{ name: 'ready', origin: 'tree' }]);
  });

  it('to a function of the model’s are put in place as reference', () => {
    const result = lifted('return twice(a);');
    expect(listing(result)).toMatchInlineSnapshot(`
      "   0  twice:step() := step(a)
         1  twice:step() := step(a)
         2  return twice:step() + twice:step()"
    `);
    expect(result.inlined).toEqual([{ name: 'twice', origin: 'reference' }]);
    expect(result.program.code[0]).toMatchObject({ at: { file: 'reference', line: 3, function: 'twice' } });
  });

  it('that call themselves are unknown', () => {
    expect(lifted('again(a);').unknown.map(({ name }) => name)).toEqual(['again']);
  });

  it('are left out with their reason where the model knows that they do not matter, but not what their arguments do', () => {
    const result = lifted('trace(step(1)); if (is_numa()) give(2);');
    expect(listing(result)).toMatchInlineSnapshot(`
      "   0  step(1)
         1  return"
    `);
    expect(result.sliced.map(({ reason, at }) => [reason, at.line])).toEqual([
      ['tracing', 4],
      ['one node', 4],
    ]);
  });

  it('are left out where nothing that the model has goes in or comes out', () => {
    const result = lifted('schedule(a);\nif (ops->flags) ops->call(a, &b);');
    expect(result.unknown).toEqual([]);
    expect(result.sliced.map(({ reason }) => reason)).toEqual([
      'touches no modelled object',
      'touches no modelled object',
    ]);
  });

  it('are unknown where a modelled object goes in, comes out, or is the receiver', () => {
    const text = 'lost(page); struct page *p = find_one(a); page->ops->call(a); look(&p); return use(*pte);';
    expect(lifted(text).unknown.map(({ name }) => name)).toEqual([
      'lost',
      'find_one',
      'page->ops->call',
      'look',
      'use',
    ]);
  });
});

describe('macros of the preprocessor', () => {
  it('take the lesser or the greater of two values', () => {
    expect(program('give(min(step(1), a)); give(max_t(unsigned long, u, 3));')).toMatchInlineSnapshot(`
      "   0  min(step(1), a) := step(1)
         1  if (int)min(step(1), a) < (int)a goto 3
         2  min(step(1), a) = a
         3  give(min(step(1), a))
         4  if u > 3 goto 6
         5  u = 3
         6  give(u)
         7  return"
    `);
  });

  it('take options to be set and say so', () => {
    const result = lifted('if (!IS_ENABLED(CONFIG_NUMA)) give(1);');
    expect(listing(result)).toBe('   0  return');
    expect(result.sliced.map(({ reason }) => reason)).toEqual(['CONFIG_NUMA is taken to be set']);
  });
});

describe('calls with a value', () => {
  it('are evaluated before the steps that follow them, wherever the value is used', () => {
    expect(program('bool head = is_head(page); give(1); if (head) give(2);')).toMatchInlineSnapshot(`
      "   0  head = is_head(page)
         1  give(1)
         2  if head else goto 4
         3  give(2)
         4  return"
    `);
  });

  it('are unknown where a number stands for a modelled object', () => {
    expect(lifted('put(GFP_KERNEL, page); put(NULL);').unknown.map(({ name }) => name)).toEqual(['put']);
  });
});

describe('values that the model does not have', () => {
  it('make a choice of a condition and are listed', () => {
    const result = lifted('if (unknown(a)) give(1); else give(2);');
    expect(listing(result)).toMatchInlineSnapshot(`
      "   0  either: unknown(a) else goto 3
         1  give(1)
         2  goto 4
         3  give(2)
         4  return"
    `);
    expect(result.assumed.map(({ of }) => of)).toEqual(['unknown(a)']);
  });

  it('are the same each time that one local is tested', () => {
    expect(program('bool x = unknown(a); if (x) give(1); give(2); if (!x) give(3);')).toMatchInlineSnapshot(`
      "   0  either: unknown(a) else goto 4
         1  x = 1
         2  give(1)
         3  goto 5
         4  x = 0
         5  give(2)
         6  if x goto 8
         7  give(3)
         8  return"
    `);
  });

  it('are drawn from as many values as the tests can tell apart', () => {
    const text = 'int r = unknown(a); if (r == -EAGAIN) give(1); else if (r < 0) give(2); if (r) give(3);';
    expect(program(text)).toMatchInlineSnapshot(`
      "   0  either: unknown(a) is -12 else goto 3
         1  give(2)
         2  goto 7
         3  either: unknown(a) is -11 else goto 6
         4  give(1)
         5  goto 7
         6  either: unknown(a) is 0 goto 8
         7  give(3)
         8  return"
    `);
  });

  it('are chosen anew at each test where more than that is done with them', () => {
    expect(program('int r = unknown(a); if (r) give(1); if (r & b) give(2);')).toMatchInlineSnapshot(`
      "   0  either: r else goto 2
         1  give(1)
         2  either: r & b else goto 4
         3  give(2)
         4  return"
    `);
  });

  it('leave no choice where both ways do the same', () => {
    const result = lifted('if (unknown(a)) trace(1); else trace(2); give(1);');
    expect(listing(result)).toMatchInlineSnapshot(`
      "   0  give(1)
         1  return"
    `);
    expect(result.assumed).toEqual([]);
  });

  it('make a step that is given one unknown', () => {
    const result = lifted('page->count = unknown(a); give(unknown(b)); put(page);');
    expect(listing(result)).toMatchInlineSnapshot(`
      "   0  unknown: store page.count
         1  unknown: give
         2  put(page)
         3  return"
    `);
    expect(result.unknown.map(({ name }) => name)).toEqual(['store page.count', 'give']);
  });

  it('never come back as a result', () => {
    expect(program('int r = unknown(a); if (r) return r; return 7;')).toMatchInlineSnapshot(`
      "   0  either: unknown(a) else goto 2
         1  return
         2  return 7"
    `);
  });
});

describe('what is no C', () => {
  it('is unknown, with the rest still read', () => {
    const result = lifted('give(1); a b c d; give(2);');
    expect(result.unknown.map(({ name }) => name)).toEqual(['text that is no C to the reader']);
    expect(listing(result)).toMatchInlineSnapshot(`
      "   0  give(1)
         1  unknown: text that is no C to the reader
         2  give(2)
         3  return"
    `);
  });

  it('is a jump to a label that stands nowhere', () => {
    const result = lifted('if (a) goto gone; give(1);');
    expect(result.unknown.map(({ name }) => name)).toEqual(['the label gone']);
  });
});
