import { describe, expect, it } from 'vitest';
import { attributionAt } from '../../src/body/attribution.ts';
import { readLines } from '../../src/body/lines.ts';

const read = (text: string) => attributionAt(readLines(text), 0);

describe('an attribution', () => {
  it.each([
    ['On Mon, Jul 5, 2021 at 10:11 AM Jane Doe <jane@example.org> wrote:', 'Jane Doe', 'Mon, Jul 5, 2021 at 10:11 AM'],
    ['On Mon, Jul 05, 2021 at 10:11:12AM +0200, Jane Doe wrote:', 'Jane Doe', 'Mon, Jul 05, 2021 at 10:11:12AM +0200'],
    ['On 05.07.21 10:11, Jane Doe wrote:', 'Jane Doe', '05.07.21 10:11'],
    ['On 7/5/21 10:11 AM, Jane Doe wrote:', 'Jane Doe', '7/5/21 10:11 AM'],
    ['On Mon 05-07-21 10:11:12, Jane Doe wrote:', 'Jane Doe', 'Mon 05-07-21 10:11:12'],
    ['On 2021-07-05, Jane Doe wrote:', 'Jane Doe', '2021-07-05'],
    [
      'On Wednesday, 23 June 2021 1:44:21 AM AEST Jane Doe wrote:',
      'Jane Doe',
      'Wednesday, 23 June 2021 1:44:21 AM AEST',
    ],
    ['Jane Doe <jane@example.org> writes:', 'Jane Doe', undefined],
    ['"Doe, Jane" <jane@example.org> writes:', 'Doe, Jane', undefined],
    ['jane@example.org wrote:', 'jane@example.org', undefined],
    ['* Jane Doe <jane@example.org> [210705 10:11]:', 'Jane Doe', '210705 10:11'],
    ['* Jane Doe (jane@example.org) wrote:', 'Jane Doe', undefined],
    ['Quoting Jane Doe (2021-07-05 10:11:12)', 'Jane Doe', '2021-07-05 10:11:12'],
    ['"JD" == Jane Doe <jane@example.org> writes:', 'Jane Doe', undefined],
    ['Am 05.07.21 um 10:11 schrieb Jane Doe:', 'Jane Doe', '05.07.21 um 10:11'],
    ['Le 05/07/2021 à 10:11, Jane Doe a écrit :', 'Jane Doe', '05/07/2021 à 10:11'],
    [
      'El lun, 5 jul 2021 a las 10:11, Jane Doe (<jane@example.org>) escribió:',
      'Jane Doe',
      'lun, 5 jul 2021 a las 10:11',
    ],
    ['在 2021/7/5 10:11, Jane Doe 写道:', 'Jane Doe', '2021/7/5 10:11'],
    ['Jane Doe <jane@example.org> 于2021年7月5日周一 上午10:11写道：', 'Jane Doe', '2021年7月5日周一 上午10:11'],
    ['пн, 5 июл. 2021 г. в 10:11, Jane Doe <jane@example.org>:', 'Jane Doe', 'пн, 5 июл. 2021 г. в 10:11'],
    ['2021年7月5日(月) 10:11 Jane Doe <jane@example.org>:', 'Jane Doe', '2021年7月5日(月) 10:11'],
    ['Mon, Jul 05, 2021 at 10:11:12AM +0200, Jane Doe kirjoitti:', 'Jane Doe', 'Mon, Jul 05, 2021 at 10:11:12AM +0200'],
  ])('%s', (text, author, date) => {
    expect(read(text)).toEqual({ length: 1, author, date });
  });

  it('may be folded over lines', () => {
    expect(read('On Mon, Jul 5, 2021 at 10:11 AM Jane Doe\n<jane@example.org>\nwrote:\nbody\n')?.length).toBe(3);
  });

  it.each([
    'As Jane wrote:',
    'The documentation says:',
    'This is what the kernel does on write:',
    'It was 10:11 when I said:',
    'I ran it on 2021-07-05 and it wrote:',
    'On one CPU this holds, on two it does not:',
    'Reviewed-by: Jane Doe <jane@example.org>',
  ])('is not: %s', (text) => {
    expect(read(text)).toBeUndefined();
  });
});
