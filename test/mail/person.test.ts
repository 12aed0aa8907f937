import { expect, it } from 'vitest';
import { isSamePerson } from '../../src/mail/person.ts';

const person = (name: string, email = '') => ({ name, email });

it.each([
  ['one address in other capitals', person('', 'Jane@x.org'), person('J. Doe', 'jane@x.org'), true],
  ['two addresses of one name', person('Jane Doe', 'jane@x.org'), person('Jane Doe', 'jane@y.org'), false],
  ['a name where a quote has no address', person('Jane Doe'), person('Jane Doe', 'jane@x.org'), true],
  ['a name in the other order', person('Doe, Jane'), person('jane  doe'), true],
  ['a name with a firm', person('Doe, Jane (Corp)'), person('Jane Doe'), true],
  ['two names', person('Jane Doe'), person('Jane Roe'), false],
  ['nobody and nobody', person(''), person(''), false],
  ['nobody and an address', person(''), person('', 'jane@x.org'), false],
])('%s', (_, one, other, same) => {
  expect(isSamePerson(one, other)).toBe(same);
  expect(isSamePerson(other, one)).toBe(same);
});
