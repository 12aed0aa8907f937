import type { Check } from '../../checks/check.ts';
import { groupBy } from '../../groups.ts';
import { loreAddress } from '../../mail/message-id.ts';
import { checkText } from './check.ts';
import { checkRows, traceRows } from './check-rows.ts';

/**
 * One entry of what an external check of b4 prints: `misc/review-ci-example.py` of b4 0.15 says what each field is.
 *
 * b4 keeps one entry for each mail and tool, so all checks of a mail are one.
 */
export interface B4Result {
  readonly tool: 'mmlore';
  readonly status: 'pass' | 'warn' | 'fail';
  /** One line. */
  readonly summary: string;
  /** For the maintainer to open in a browser. */
  readonly url: string;
  /** Many lines. */
  readonly details: string;
}

/** What kernel lists take, and so what a reply quotes from here. */
const WIDTH = 72;

/**
 * Sums up the checks of one mail for b4; nothing where none of them came to a result, since nothing is known then.
 *
 * `fail` is what the patch itself breaks without an assumption; `warn` what it leaves broken, what rests on an assumption,
 * and what the time did not do.
 */
export function b4Results(checks: readonly Check[], messageId: string, isUnfinished: boolean): readonly B4Result[] {
  const told = checks.filter(({ after }) => after.result !== 'not-modelled');
  if (told.length === 0 && !isUnfinished) return [];
  const summary = [...broken(told), ...counts(told), ...(isUnfinished ? [UNFINISHED] : [])];
  return [
    {
      tool: 'mmlore',
      status: statusOf(told, isUnfinished),
      summary: summary.join('; '),
      url: loreAddress(messageId),
      details: told
        .toSorted((a, b) => Number(isBroken(b)) - Number(isBroken(a)))
        .map((check) => checkText(checkRows(check), traceRows(check), (_, text) => text, WIDTH))
        .join('\n'),
    },
  ];
}

const UNFINISHED = 'the time was up before all was run';

const isBroken = ({ after }: Check): boolean => after.result === 'violated';

function statusOf(told: readonly Check[], isUnfinished: boolean): B4Result['status'] {
  if (told.some((check) => isBroken(check) && check.change !== 'pre-existing' && check.verdict === 'confirmed'))
    return 'fail';
  const isBounded = told.some(({ after }) => after.result === 'bounded');
  return isUnfinished || isBounded || told.some(isBroken) ? 'warn' : 'pass';
}

/** What the functions break, a phrase each: `f() breaks REF and PIN`. */
function broken(told: readonly Check[]): string[] {
  const asked = groupBy(told.filter(isBroken), ({ function: name, change, after }) => {
    const before = change === 'pre-existing' ? ', as before' : '';
    return `${name}() breaks %s${before}${after.assumptions.length === 0 ? '' : ', under an assumption'}`;
  });
  return Array.from(asked, ([phrase, checks]) => {
    const properties = [...new Set(checks.map(({ property }) => property))];
    return phrase.replace('%s', properties.join(' and '));
  });
}

function counts(told: readonly Check[]): string[] {
  return (['holds', 'bounded'] as const).flatMap((result) => {
    const count = told.filter(({ after }) => after.result === result).length;
    if (count === 0) return [];
    return [result === 'holds' ? `${count} ${count === 1 ? 'check holds' : 'checks hold'}` : `${count} not finished`];
  });
}
