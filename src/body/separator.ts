/** Words or dots in brackets that say something was cut, and bare dots. */
const SNIP =
  /^\s*(?:[[<({]\s*(?:\.{2,}|…|-?\s*(?:\.{3}\s*)?(?:big |massive |huge |lots? of |more |code |patch |diff |rest )?(?:snip(?:ped|pet)?|cut|trim(?:med)?|elided|skip(?:ped)?|deleted|omitted)(?:\s.{0,60})?)\s*[\])>}]|\[ ?\.{2,}.{0,60}\.{2,} ?\]|\[ ?\.{3}.{0,40}\]|\.{3,}|…|(?:-{2,}|\.{2,}|<)?\s?(?:big )?snip(?:ped)?\s?(?:-{2,}|\.{2,}|>|\/>)?|\*snip\*|\.{3}\s?\[?(?:snip|cut)\]?\s?\.{3}|<\.\.\.>|\(\.\.\.\))\s*$/i;

/** `---`, rules, scissors of all makes. */
const BREAK = /^\s*(?:[-=~*_#+]{3,}|[-=~ ]*(?:8<|>8|8>|%<|>%|✂)[-=~ <>8%✂]*(?:.{0,60}?(?:8<|>8|%<|>%)?[-=~ ]*)?)\s*$/;

/** Whether a line says that something was cut. */
export function isSnip(text: string): boolean {
  return text.length < 100 && SNIP.test(text);
}

/** Whether a line separates and says nothing; blank lines do too. */
export function isBreak(text: string): boolean {
  return text.trim() === '' || (text.length < 200 && BREAK.test(text));
}
