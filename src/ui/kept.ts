import type { ClaimItem, MessageItem, ThreadPage } from './data.ts';
import { filterClaims, filterSeries, filterThreads } from './filter.ts';
import { sortClaims, sortSeries, sortThreads } from './orders.ts';
import { remember } from './remember.ts';
import { lazyRows, textRow } from './rows.ts';
import { checkingRows } from './rows-checks.ts';
import { claimRows, claimSummaryRows } from './rows-claim.ts';
import { claimListRows } from './rows-claims.ts';
import { comparisonRows } from './rows-compare.ts';
import { helpRows } from './rows-help.ts';
import { readerRows } from './rows-reader.ts';
import { seriesRows } from './rows-series.ts';
import { hitRows, threadRows } from './rows-threads.ts';
import { laneRows, stepRows } from './rows-trace.ts';
import { treeRows } from './rows-tree.ts';
import type { State } from './state.ts';

// What the panes are made of, each with its last result kept: a key asks for the same rows several times.

export const keptThreads = remember(filterThreads);
export const keptSeries = remember(filterSeries);
export const keptSortedSeries = remember(sortSeries);
export const keptSeriesRows = remember(seriesRows);
export const keptComparisonRows = remember(comparisonRows);
export const keptCheckingRows = remember(checkingRows);
export const keptOutputRows = remember((text: string, filter: string) =>
  lazyRows(
    text.split('\n').flatMap((line, number) => (line.includes(filter) ? [{ line, number }] : [])),
    ({ number }) => `line:${number}`,
    ({ line, number }) => textRow(`line:${number}`, line),
    textRow('empty', filter === '' ? 'It printed nothing.' : `No line holds “${filter}”. Esc shows all.`, 'muted'),
  ),
);
export const keptSortedThreads = remember(sortThreads);
export const keptSortedClaims = remember(sortClaims);
export const keptClaims = remember(filterClaims);
export const keptPeople = remember((claims: readonly ClaimItem[], hideBots: boolean) =>
  hideBots ? claims.filter(({ isBot }) => !isBot) : claims,
);
export const keptThreadRows = remember(threadRows);
export const keptTreeRows = remember(treeRows);
export const keptReaderRows = remember(
  (
    page: ThreadPage,
    message: MessageItem,
    quotes: State['quotes'],
    toggled: ReadonlySet<string>,
    hideBots: boolean,
    width: number,
    glyphs: State['glyphs'],
  ) => readerRows({ page, message, quotes, toggled, hideBots, width, glyphs }),
);
export const keptClaimRows = remember(
  (claim: ClaimItem, page: ThreadPage, toggled: ReadonlySet<string>, width: number, glyphs: State['glyphs']) =>
    claimRows(claim, { page, toggled, width, glyphs }),
);
/** What is claimed in and about a message, and what the checks of its patch found that nobody claims. */
export const keptSummaryRows = remember(
  (page: ThreadPage, id: string | undefined, toggled: ReadonlySet<string>, width: number, glyphs: State['glyphs']) =>
    claimSummaryRows(
      {
        claims: page.claims.filter(({ messageId, anchor }) => messageId === id || anchor?.messageId === id),
        checks: page.checks.filter(({ messageId, claimId }) => messageId === id && claimId === undefined),
      },
      { page, toggled, width, glyphs },
    ),
);
export const keptClaimListRows = remember(claimListRows);
export const keptLaneRows = remember(laneRows);
export const keptStepRows = remember(stepRows);
export const keptHelpRows = remember(helpRows);
export const keptHitRows = remember(hitRows);
