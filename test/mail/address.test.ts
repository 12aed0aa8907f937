import fc from 'fast-check';
import addressparser from 'nodemailer/lib/addressparser';
import { expect, test } from 'vitest';
import { readAddresses } from '../../src/mail/address.ts';

const inShort = (value: string) =>
  readAddresses(value).map(({ name, email }) => (name === '' ? email : `${name} <${email}>`));

test.each([
  ['A B <A@B.org>', ['A B <a@b.org>']],
  ['a@b.org', ['a@b.org']],
  ['"Doe, Jane" <jane@x.org>, Bob <bob@x.org>,', ['Doe, Jane <jane@x.org>', 'Bob <bob@x.org>']],
  ['=?utf-8?q?K=C3=B6nig=2C_U?= <k@x.org>', ['König, U <k@x.org>']],
  ['"=?utf-8?q?K=C3=B6nig?=" <k@x.org>', ['König <k@x.org>']],
  ['a@b.org (Ann)', ['Ann <a@b.org>']],
  ['"A \\"B\\" C" <a@b.org>', ['A "B" C <a@b.org>']],
  ['undisclosed-recipients:;', []],
  ['list: a@b.org, c@d.org;', ['a@b.org', 'c@d.org']],
  ['Name without address', ['Name without address <>']],
  ['<a@b.org>', ['a@b.org']],
  ['', []],
])('%s', (value, addresses) => expect(inShort(value)).toEqual(addresses));

test('plain lists are read as nodemailer reads them', () => {
  const word = fc.stringMatching(/^[A-Za-z.]{1,6}$/);
  const name = fc.oneof(
    fc.constant(''),
    fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => `${words.join(' ')} `),
    fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => `"${words.join(', ')}" `),
  );
  const mailbox = fc.tuple(name, word, word).map(([shown, user, host]) => `${shown}<${user}@${host}>`);
  fc.assert(
    fc.property(fc.array(mailbox, { maxLength: 5 }), (mailboxes) => {
      const value = mailboxes.join(', ');
      const expected = addressparser(value, { flatten: true }).map((one) => ({
        name: one.name,
        email: one.address.toLowerCase(),
      }));
      expect(readAddresses(value)).toEqual(expected);
    }),
  );
});
