import { expect } from 'chai';
import { sql } from 'kysely';
import type { Content, Outgoing } from '../../src/domain/message.ts';
import { startApp, type TestApp } from '../helpers/app.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';

type Row = Readonly<Record<string, unknown>>;

describe('The private link from a platform to the web chat', () => {
  let app: TestApp;
  const sender = '7700112233445566778';

  before(async function () {
    this.timeout(300_000);
    app = await startApp({ env: { PUBLIC_URL: 'https://chat.example.org' } });
  });
  after(() => app.stop());

  let count = 0;
  /** One event as the Zalo channel would hand it over, and its turn. */
  async function onZalo(content: Content): Promise<readonly Outgoing[]> {
    const { stores, worker } = app.app;
    const event = {
      channel: 'zalo',
      senderId: sender,
      externalId: `m${count++}`,
      occurredAt: Date.now(),
      content,
    } as const;
    const { id } = await stores.conversations.accept(event, new Date());
    worker.wake(id);
    await worker.idle();
    const entries = await stores.conversations.transcript(id, 0, 1000);
    return entries.flatMap(({ body }) => (body.kind === 'replied' ? [body.message] : [])).slice(-4);
  }

  async function table(name: string): Promise<readonly Row[]> {
    const { rows } = await sql<Row>`select * from ${sql.table(name)}`.execute(app.app.stores.database.db);
    return rows;
  }

  async function moved(): Promise<{ readonly token: string; readonly said: string }> {
    await onZalo({ kind: 'opened' });
    await onZalo({ kind: 'text', text: 'bố say rượu tối nào cũng đánh con' });
    await onZalo({ kind: 'text', text: 'ẩn danh' });
    const replies = await onZalo({ kind: 'text', text: 'có' });
    const said = replies.map(({ text }) => text).join('\n');
    const link = replies.flatMap(({ buttons }) => buttons).find(({ style }) => style === 'link');
    const token = /^https:\/\/chat\.example\.org\/#k=([\w-]+)$/u.exec(link?.value ?? '')?.[1];
    if (token === undefined) throw new Error('there was no link');
    expect(link?.title).to.equal('Mở trang');
    expect(said, 'the address is on the button alone').not.to.include(token);
    return { token, said };
  }

  it('moves what was told, once, and leaves nothing that leads from the account to the report', async function () {
    this.timeout(60_000);
    const { token, said } = await moved();
    expect(said).to.match(/111/u);
    const [report] = await table('report');
    expect(report?.['state'], 'the draft came along').to.equal('draft');
    expect(JSON.stringify(await table('hop')), 'the link itself is not in the database').not.to.include(
      token,
    );

    const client = await new DirectLineClient(app.base).open({ link: token });
    const answers = await client.ask({ type: 'event', name: 'opened' });
    expect(answers[0]?.channelData?.key).to.equal('bot.welcome-back');
    expect(answers.length, 'the question goes on').to.be.greaterThan(1);
    await tryToJoin(report);
  });

  /** Whoever holds a dump: every column of the platform's side against every column of the report's side. */
  async function tryToJoin(report: Row | undefined): Promise<void> {
    const { stores } = app.app;
    const zaloId = stores.conversations.idOf('zalo', sender);
    const ofAccount = [
      ...(await table('conversation')).filter((row) => row['id'] === zaloId),
      ...(await table('inbox')).filter((row) => row['conversation_id'] === zaloId),
      ...(await table('message')).filter((row) => row['conversation_id'] === zaloId),
      ...(await table('outbox')).filter((row) => row['conversation_id'] === zaloId),
      ...(await table('staff_event')).filter((row) => row['conversation_id'] === zaloId),
      ...(await table('handoff')).filter((row) => row['conversation_id'] === zaloId),
    ];
    expect(ofAccount.length).to.be.greaterThan(0);
    const telling = (row: Row): readonly string[] =>
      Object.entries(row)
        .filter(([name]) => /(_at|^at|id|_id|hash|sealed)$/u.test(name))
        .map(([, value]) =>
          value instanceof Date ? `minute ${Math.floor(value.getTime() / 60_000)}` : fingerprint(value),
        );
    const accountSide = new Set(ofAccount.flatMap(telling));
    const reportSide = telling(report ?? {}).filter((value) => value !== 'null');
    const shared = reportSide.filter((value) => accountSide.has(value));
    expect(shared, 'no value and no minute is on both sides').to.deep.equal([]);
    const open = await stores.conversations.open(zaloId, 1);
    expect(JSON.stringify(open?.memory), 'not even opened with the keys').not.to.include(
      String(report?.['id']),
    );
    expect(open?.memory.report).to.equal(undefined);
  }

  it('keeps nothing of the link, neither words nor button, once the person goes on', async () => {
    const { token } = await moved();
    const { conversations } = app.app.stores;
    const id = conversations.idOf('zalo', sender);
    expect(JSON.stringify(await conversations.transcript(id, 0, 1000))).to.include(token);
    await onZalo({ kind: 'text', text: 'cảm ơn' });
    expect(JSON.stringify(await conversations.transcript(id, 0, 1000))).not.to.include(token);
    expect(JSON.stringify(await conversations.open(id, 20))).not.to.include(token);
  });

  it('opens nothing a second time, and nothing with a guessed link', async () => {
    const { token } = await moved();
    const ask = async (link: string): Promise<unknown> => {
      const body = JSON.stringify({ link });
      return (
        (await (await fetch(`${app.base}/chat/token`, { method: 'POST', body })).json()) as { moved: unknown }
      ).moved;
    };
    expect(await ask(token)).to.equal(true);
    expect(await ask(token)).to.equal(false);
    expect(await ask('guessed-guessed-guessed-guessed')).to.equal(false);
  });
});

function fingerprint(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return String(value);
}
