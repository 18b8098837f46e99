import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { ReportId } from '../../src/domain/ids.ts';
import { settingStore } from '../../src/storage/postgres/roster.ts';
import { startApp, type TestApp } from '../helpers/app.ts';
import { newDataDir } from '../helpers/data-dir.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';

describe('screening again under changed rules', function () {
  this.timeout(60_000);
  let dataDir: string;

  before(async () => {
    dataDir = await newDataDir();
  });
  after(() => rm(dataDir, { recursive: true, force: true }));

  it('raises what is more urgent under the new rules, names what is less, and looks only once', async () => {
    const first = await startApp({ dataDir });
    const danger = await told(first, 'bố đang đánh con');
    const calm = await told(first, 'hôm nay trời đẹp quá');
    const idOf = ({ conversationId }: DirectLineClient) =>
      first.app.stores.conversations.idOf('directline', conversationId);
    const { db } = first.app.stores.database;
    // As if older rules had heard the one for nothing and the other for danger.
    await db.updateTable('conversation').set({ urgency: 'routine' }).where('id', '=', idOf(danger)).execute();
    await db.updateTable('conversation').set({ urgency: 'urgent' }).where('id', '=', idOf(calm)).execute();
    await db.updateTable('report').set({ urgency: 'routine', red_unfinished: false }).execute();
    await settingStore(db).write('rules-of-danger', 'older');
    await first.stop();

    const second = await startApp({ dataDir });
    const { stores } = second.app;
    await until(async () => (await settingStore(stores.database.db).read('rules-of-danger')) !== 'older');
    const urgency = async (client: DirectLineClient) =>
      (await stores.conversations.open(idOf(client), 1))?.urgency;
    expect(await urgency(danger)).to.equal('immediate');
    expect(await urgency(calm), 'only a person lowers').to.equal('urgent');
    expect(await notes(second, idOf(danger))).to.deep.equal(['rescreened:raised']);
    expect(await notes(second, idOf(calm))).to.deep.equal(['rescreened:lower']);
    const reports = await stores.database.db.selectFrom('report').select('id').execute();
    for (const { id } of reports)
      expect((await stores.reports.open(ReportId.parse(id)))?.urgency).to.equal('immediate');
    await second.stop();

    const third = await startApp({ dataDir });
    expect(await notes(third, idOf(danger))).to.have.length(1);
    await third.stop();
  });
});

async function told(app: TestApp, text: string): Promise<DirectLineClient> {
  const client = await new DirectLineClient(app.base).open();
  await client.ask({ type: 'message', text });
  return client;
}

async function notes(
  app: TestApp,
  id: Parameters<TestApp['app']['stores']['conversations']['transcript']>[0],
) {
  const lines = await app.app.stores.conversations.transcript(id, 0, 500);
  return lines.flatMap(({ body }) =>
    body.kind === 'noted' && body.event.startsWith('rescreened') ? [body.event] : [],
  );
}

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 20));
}
