/**
 * Which changes of the fixed programs no property notices, and why: `npm run mutants`, or of some bugs alone
 * `npm run mutants -- B5 H3`. All take some minutes.
 */
import { mutationReport, mutationRows } from '../heavy/mm-mutation.ts';

const rows = await mutationRows(process.argv.slice(2).filter((one) => one !== '--'));
console.log(mutationReport(rows).join('\n'));
for (const { bug, mutant, fate, because } of rows.filter(({ fate }) => !fate.startsWith('survives'))) {
  console.log(`${bug} | ${mutant.says} | ${fate}${because === undefined ? '' : `: ${because}`}`);
}
