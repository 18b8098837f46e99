import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'fixtures');

/** A sample payload of the references, parsed. Ids, numbers and words in them are invented. */
export function fixture(platform: 'zalo' | 'messenger', name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, platform, `${name}.json`), 'utf8'));
}

/** Names of the sample webhooks: neither API samples nor vectors. */
export function eventNames(platform: 'zalo' | 'messenger'): readonly string[] {
  const names = readdirSync(join(folder, platform)).map((file) => file.replace(/\.json$/u, ''));
  return names.filter((name) => !/^(api\.|_|botframework\.|verify_get)/u.test(name));
}
