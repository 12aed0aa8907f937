import { describe, expect, it } from 'vitest';
import { parseBody } from '../../src/body/parse.ts';
import { outline } from './outline.ts';

describe('a reply to a patch', () => {
  const text = `On Mon, Jul 5, 2021 at 10:11 AM Jane Doe
<jane@example.org> wrote:
> From: Jane Doe <jane@example.org>
>
> Say why.
>
> Signed-off-by: Jane Doe <jane@example.org>
> ---
>  mm/rmap.c | 4 +++-
>  1 file changed, 3 insertions(+), 1 deletion(-)
>
> diff --git a/mm/rmap.c b/mm/rmap.c
> index 0123456..789abcd 100644
> --- a/mm/rmap.c
> +++ b/mm/rmap.c
> @@ -10,7 +10,8 @@ static void f(void)
>  	lock();
> -	old();
> +	page = alloc();

Can this sleep?

> +	if (!page)

[...]

> > And who said this?
> I did.

Reviewed-by: Max Muster <max@example.org>

-- 
Max
`;

  it('has quotes, attributions, words, diffs and trailers, each in its place', () => {
    expect(outline(text)).toMatchInlineSnapshot(`
      "attribution by Jane Doe on Mon, Jul 5, 2021 at 10:11 AM: On Mon, Jul 5, 2021 at 10:11 AM Jane Doe / <jane@example.org> wrote:
      quote 1 by Jane Doe
        prose: From: Jane Doe <jane@example.org> /  / Say why.
        trailer Signed-off-by: Signed-off-by: Jane Doe <jane@example.org>
        break: ---
        stat:  mm/rmap.c | 4 +++- /  1 file changed, 3 insertions(+), 1 deletion(-)
        diff: diff --git a/mm/rmap.c b/mm/rmap.c / index 0123456..789abcd 100644 / --- a/mm/rmap.c / +++ b/mm/rmap.c / @@ -10,7 +10,8 @@ static void f(void) /  	lock(); / -	old(); / +	page = alloc();
      prose: Can this sleep?
      quote 1 by Jane Doe
        diff: +	if (!page)
      snip: [...]
      quote 2
        prose: And who said this?
      quote 1 by Jane Doe
        prose: I did.
      trailer Reviewed-by: Reviewed-by: Max Muster <max@example.org>
      signature: --  / Max"
    `);
  });

  it('places each leaf on whole lines, quote marks and line ends included', () => {
    const last = parseBody('> a\n> b\n\nc').children.at(-1);
    expect(last?.position).toEqual({
      start: { line: 4, column: 1, offset: 9 },
      end: { line: 4, column: 2, offset: 10 },
    });
    const [quote] = parseBody('> a\n> b\n\nc').children;
    expect(quote?.position).toEqual({
      start: { line: 1, column: 1, offset: 0 },
      end: { line: 3, column: 1, offset: 8 },
    });
  });
});

describe('words', () => {
  it('keep blank lines between their paragraphs and leave those around them out', () => {
    expect(outline('\nOne.\n\nTwo.\n\n> three\n')).toBe('prose: One. /  / Two.\nquote 1\n  prose: three');
  });

  it('do not run into the quotation above them, as Markdown would have it', () => {
    expect(outline('> +\tpage = alloc();\n> +\tif (!page)\nThis leaks.\n')).toBe(
      'quote 1\n  diff: +\tpage = alloc(); / +\tif (!page)\nprose: This leaks.',
    );
  });
});

describe('the sender’s own patch', () => {
  it('keeps lines that look quoted where the hunk header promises lines', () => {
    const text = 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n > kept\n+> added\n | kept\n-- \n2.30.0\n';
    expect(outline(text)).toBe(
      'diff: diff --git a/x b/x / --- a/x / +++ b/x / @@ -1,2 +1,3 @@ /  > kept / +> added /  | kept\nsignature: --  / 2.30.0',
    );
  });
});

describe('a quote', () => {
  it('of one level inside another belongs to who was named last one level above it', () => {
    const text = 'Ann wrote:\n> Bob wrote:\n> > deep\n> near\n\nCem wrote:\n> other\n';
    expect(outline(text)).toMatchInlineSnapshot(`
      "attribution by Ann on ?: Ann wrote:
      quote 1 by Ann
        attribution by Bob on ?: Bob wrote:
        quote 2 by Bob
          prose: deep
        prose: near
      attribution by Cem on ?: Cem wrote:
      quote 1 by Cem
        prose: other"
    `);
  });
});
