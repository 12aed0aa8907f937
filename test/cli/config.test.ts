import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SETTINGS, Setting } from '../../src/cli/settings/setting.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore, whole } from './cli.ts';
import { reviewedHome } from './review.ts';
import { wholeTree } from './tree.ts';

/** Writes the configuration file of a home, and the environment that finds it. */
function configured(home: string, text: string): Readonly<Record<string, string>> {
  mkdirSync(join(home, 'mmlore'), { recursive: true });
  writeFileSync(join(home, 'mmlore', 'config.toml'), text);
  return { XDG_CONFIG_HOME: home, HOME: '/home/ada' };
}

test('each setting with its value and where it comes from', async () => {
  const home = temporaryFolder();
  const env = {
    ...configured(home, '# mine\ndb = "~/mm.db"\njobs = 3\ntree = "linux"\nkernel = "6.10"\nquery-timeout = 1.5\n'),
    MMLORE_MAX_STATES: '5000',
    MMLORE_JOBS: '2',
  };
  expect(whole(await mmlore({ home, env }, 'config', '--db', '/tmp/x.db'))).toMatchInlineSnapshot(`
    "SETTING        VALUE                                 FROM                                                WHAT IT IS FOR
    db             /tmp/x.db                             flag, --db                                          use this database
    color          true                                  default                                             print without colours
    jobs           2                                     environment, MMLORE_JOBS                            work in so many threads
    lore           https://lore.kernel.org               default                                             fetch the thread of a Message-ID from this archive
    tree           $HOME/mmlore/linux  file, $HOME/mmlore/config.toml:4  take the text of functions from this kernel tree: a git repository or a plain folder
    kernel         6.10                                  file, $HOME/mmlore/config.toml:5  assume this kernel, such as 6.5, not the one of the time
    max-states     5000                                  environment, MMLORE_MAX_STATES                      stop a run after so many states
    check-timeout  60                                    default                                             stop a run after this time
    search-limit   50                                    default                                             at most so many
    query-timeout  1.5                                   file, $HOME/mmlore/config.toml:6  stop it after this time
    [EOF]
    --- stderr
    The configuration file is $HOME/mmlore/config.toml
    [EOF]
    --- exit 0"
  `);
  const { stdout } = await mmlore({ home, env }, 'config', '--json');
  expect(JSON.parse(stdout.replace('[EOF]', '')).settings[0]).toEqual({
    name: 'db',
    value: '/home/ada/mm.db',
    origin: 'file',
    from: '$HOME/mmlore/config.toml:2',
    says: 'use this database',
  });
});

test('the command line goes before the environment, and that before the file', async () => {
  const home = await reviewedHome();
  const rows = async (env: Readonly<Record<string, string>>, ...args: string[]) => {
    const { stdout } = await mmlore({ home, env }, 'search', ...args, '--json=lines', 'page');
    return stdout.split('\n').length - 1;
  };
  const env = configured(home, 'search-limit = 1\n');
  expect(await rows({})).toBe(4);
  expect(await rows(env)).toBe(1);
  expect(await rows({ ...env, MMLORE_SEARCH_LIMIT: '2' })).toBe(2);
  expect(await rows({ ...env, MMLORE_SEARCH_LIMIT: '2' }, '--limit', '3')).toBe(3);
});

test.each([
  ['jobs = 1\nkernel = 6.10\n'],
  ['jobs = 1\n\njbos = 2\n'],
  ['jobs = = 1\n'],
  ['jobs = 0\n'],
  ['db = [1, 2]\n'],
  ['[check]\ntimeout = 1\n'],
  ['color = "no"\n'],
])('%j is told with file, line and way out', async (text) => {
  const home = temporaryFolder();
  const ran = await mmlore({ home, env: configured(home, text) }, 'threads');
  expect(ran.exitCode).toBe(1);
  expect(ran.stderr).toMatchSnapshot();
});

test('a variable that is wrong is told by its name', async () => {
  expect(
    (await mmlore({ home: temporaryFolder(), env: { MMLORE_QUERY_TIMEOUT: 'soon' } }, 'query', 'SELECT 1')).stderr,
  ).toMatchInlineSnapshot(`
    "error: MMLORE_QUERY_TIMEOUT is no valid setting
    caused by: query-timeout is "soon"
    hint: It is a number above 0, such as 2.5.
    [EOF]"
  `);
});

test('help is given whatever the file says', async () => {
  const home = temporaryFolder();
  const env = configured(home, 'nothing here is TOML');
  expect(await mmlore({ home, env }, 'claims', '--help')).toMatchObject({ exitCode: 0, stderr: '[EOF]' });
});

test('every setting has an option, and NO_COLOR is one of them', async () => {
  const tree = await wholeTree();
  const options = [tree, ...tree.commands].flatMap((command) => command.options);
  const settings = options.flatMap((option) => (option instanceof Setting ? [option.setting] : []));
  expect(new Set<string>(settings)).toEqual(new Set(Object.keys(SETTINGS)));
  const { stdout } = await mmlore({ home: temporaryFolder(), env: { NO_COLOR: '1' } }, 'config', '--json');
  const color = JSON.parse(stdout.replace('[EOF]', '')).settings.find((one: { name: string }) => one.name === 'color');
  expect(color).toMatchObject({ value: false, origin: 'environment', from: 'NO_COLOR' });
});
