import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { runChaos } from '../../src/cli/chaos/run.ts';
import { readConfig } from '../../src/config.ts';
import { newDataDir } from '../helpers/data-dir.ts';
import { freePort, newPostgresDatabase } from '../helpers/postgres.ts';

describe('kill -9 at random moments', function () {
  this.timeout(300_000);

  for (const database of ['pglite', 'postgres'] as const)
    it(`loses and doubles nothing on ${database}, and leaves the same reports`, async () => {
      const dataDir = await newDataDir();
      const url = database === 'postgres' ? { DATABASE_URL: await newPostgresDatabase() } : {};
      const read = readConfig({ DATA_DIR: dataDir, PORT: String(await freePort()), ...url });
      if (read.kind === 'faults') throw new Error(read.faults.join('\n'));
      const result = await runChaos({
        config: read.config,
        kills: 4,
        people: 2,
        seconds: 40,
        conversations: 4,
      });
      expect(result).to.include({ lost: 0, doubled: 0, outOfOrder: 0, reportsDifferent: 0 });
      expect(result.kills).to.be.greaterThan(0);
      expect(result.conversations).to.be.greaterThan(2);
      await rm(dataDir, { recursive: true, force: true });
    });
});
