/**
 * What ingesting an archive costs beside other programs that read the same mails: `npm run bench -- [ARCHIVE] [COPIES]`.
 *
 * All in one run, one after the other, on whatever else the machine does; ratios say more than seconds, and CPU seconds
 * more than wall time. With COPIES the archive is taken so many times, with other Message-IDs, and only mmlore reads it:
 * what is to be seen is whether memory, or the cost of a mail, grows.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCopies, writeMaildir } from './archive-copies.ts';
import { isInstalled, type Timed, timed } from './timed.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(ROOT, 'dist', 'cli.js');
const VITE_NODE = join(ROOT, 'node_modules', 'vite-node', 'vite-node.mjs');
const PEERS = join(ROOT, 'test', 'bench', 'ingest-peers.ts');

const [archive = join(ROOT, '..', 'shared', 'mail', 'bench', 'nvdimm.mbox.gz'), copies = '1'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'mmlore-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const place = (name: string) => join(folder, name);

function ingested(path: string, db: string): Timed {
  return timed(process.execPath, [CLI, '--db', place(db), 'ingest', path]);
}

/** Seconds that starting a peer takes before it does anything: they are taken off. */
function peer(name: string): Timed {
  const [empty, full] = ['nothing', name].map((what) =>
    timed(process.execPath, [VITE_NODE, PEERS, what, archive, place(`${what}.db`)], { NODE_ENV: 'production' }),
  ) as [Timed, Timed];
  return { wall: full.wall - empty.wall, cpu: (full.cpu ?? 0) - (empty.cpu ?? 0), peak: full.peak };
}

function line(name: string, { wall, cpu, peak }: Timed, base: Timed | undefined): string {
  const ratio = (one: number | undefined, other: number | undefined) =>
    one === undefined || other === undefined ? '-' : (one / other).toFixed(2);
  const columns = [wall.toFixed(2), cpu?.toFixed(2) ?? '-', peak?.toFixed(0) ?? '-'];
  const ratios = base === undefined ? [] : [ratio(base.wall, wall), ratio(base.cpu, cpu)];
  return [name.padEnd(28), ...[...columns, ...ratios].map((text) => text.padStart(9))].join(' ');
}

const HEAD = `${' '.repeat(28)}    wall s     CPU s   peak MB   mmlore/it: wall, CPU`;

async function comparePeers(): Promise<void> {
  const mails = await writeMaildir(archive, place('mail'));
  const full = ingested(archive, 'full.db');
  console.log(`${mails} mails\n${HEAD}`);
  console.log(line('mmlore ingest', full, undefined));
  console.log(line('mmlore ingest, again', ingested(archive, 'full.db'), undefined));
  for (const [name, what] of [
    ['mailparser, parsing alone', 'mailparser'],
    ['floor: read, hash, insert', 'floor'],
  ] as const) {
    console.log(line(name, peer(what), full));
  }
  if (isInstalled('mu')) {
    const home = `--muhome=${place('mu')}`;
    timed('mu', ['init', home, `--maildir=${place('mail')}`]);
    console.log(line('mu index', timed('mu', ['index', home, '--quiet']), full));
  } else console.log('mu index: skipped, mu is not installed (Debian: maildir-utils)');
  if (isInstalled('notmuch')) {
    writeFileSync(place('notmuch'), `[database]\npath=${place('mail')}\n[new]\ntags=\n`);
    console.log(line('notmuch new', timed('notmuch', ['new', '--quiet'], { NOTMUCH_CONFIG: place('notmuch') }), full));
  } else console.log('notmuch new: skipped, notmuch is not installed');
}

async function growth(times: number): Promise<void> {
  console.log(HEAD);
  for (const count of [1, times]) {
    await writeCopies(archive, count, place('copies.mbox'));
    console.log(line(`mmlore ingest, ${count} times`, ingested(place('copies.mbox'), `copies-${count}.db`), undefined));
  }
}

if (!existsSync(archive)) console.log(`there is no ${archive}: name an archive`);
else if (!existsSync(CLI)) console.log('the program is not built: run `npm run build`');
else await (Number(copies) > 1 ? growth(Number(copies)) : comparePeers());
