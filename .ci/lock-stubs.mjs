// A registry that leaves out packages of other platforms makes npm leave them out of package-lock.json, and `npm ci`
// then calls the lock "not in sync". This adds the missing entries as npm itself writes them, less the hashes.
// Run after each change of a dependency that ships binaries: node .ci/lock-stubs.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const platform = /-(android|darwin|linux|win32)-(arm64|x64)(-musl)?$/;

for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const match = platform.exec(name);
    const key = `node_modules/${name}`;
    if (match === null || key in lock.packages) continue;
    const [, os, cpu, musl] = match;
    lock.packages[key] = {
      version,
      dev: true,
      optional: true,
      os: [os],
      cpu: [cpu],
      ...(musl ? { libc: ['musl'] } : {}),
    };
    console.log(`added ${key} ${version}`);
  }
}
const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
