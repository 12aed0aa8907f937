import { createHash } from 'node:crypto';
import type { Setting } from '../mm/model.ts';

/**
 * Names what a replay token was made on: `retract-sva/SMMU-TABLE/6.5/3f2a91c0`.
 *
 * The last part is a hash of the programs, so that a token is refused where the code is another.
 */
export function fingerprintOf(setting: Setting): string {
  const hash = createHash('sha256');
  const { world, version, properties, subject, around, callees } = setting;
  hash.update(
    JSON.stringify([...around.before, subject, ...around.after].map((call) => [call.args, call.program.code])),
  );
  for (const [name, program] of callees) hash.update(JSON.stringify([name, program.code]));
  return [world.name, properties.join('+'), version, hash.digest('hex').slice(0, 8)].join('/');
}
