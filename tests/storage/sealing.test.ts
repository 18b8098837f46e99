import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { sql } from 'kysely';
import sharp from 'sharp';
import type { Answer, AttachmentRef } from '../../src/domain/answer.ts';
import { OperationalError, UserError } from '../../src/domain/errors.ts';
import { AttachmentId } from '../../src/domain/ids.ts';
import { receiptFromSecret } from '../../src/domain/receipt.ts';
import { inspect } from '../../src/storage/files/intake.ts';
import { attachmentStore } from '../../src/storage/postgres/attachments.ts';
import { kekIdsInUse, rewrapAll } from '../../src/storage/postgres/keys.ts';
import { reportStore } from '../../src/storage/postgres/reports.ts';
import { removeOrphans, sweepRetention } from '../../src/storage/postgres/retention.ts';
import { parseKeyring, withNewKey, withoutOldKeys } from '../../src/storage/vault/keyring.ts';
import { Vault } from '../../src/storage/vault/vault.ts';
import {
  anEvent,
  answering,
  aReport,
  begun,
  now,
  pgliteStores,
  postgresStores,
  reopened,
  type SqlStores,
} from './stores.ts';

const days = { conversation: 30, draft: 90, closedReport: 1825 };
const kinds = [
  ['PGlite', pgliteStores],
  ['PostgreSQL', postgresStores],
] as const;

for (const [name, open] of kinds) {
  describe(`sealed storage on ${name}`, () => {
    let stores: SqlStores;
    before(async function () {
      this.timeout(120_000);
      stores = await open();
    });
    after(() => stores.close());

    it('holds no word, no platform id and no receipt in the clear', async () => {
      const sender = `sender-${randomUUID()}`;
      await tell(stores, sender, 'Chú Tư hàng xóm đánh em');
      await stores.conversations.accept(anEvent(sender, 'chưa trả lời nè'), now);
      const dump = JSON.stringify(await dumpAll(stores));
      for (const clear of [sender, 'Chú Tư', 'hàng xóm', 'chưa trả lời', '0000000000777'])
        expect(dump).not.to.contain(clear);
    });

    it('gives, while the conversation lives, nothing but sealed text that leads from a report to it', async () => {
      const sender = randomUUID();
      const { report, conversation } = await tell(stores, sender, 'em kể');
      const tables = await dumpAll(stores);
      const told = valuesAbout(tables, await keysOfReport(stores, report));
      const talked = valuesAbout(tables, new Set([conversation]));
      expect(told.size).to.be.greaterThan(5);
      expect(talked.size).to.be.greaterThan(5);
      expect([...told].filter((value) => talked.has(value))).to.deep.equal([]);
    });

    it('leads from no report to a conversation once that is forgotten', async () => {
      const sender = randomUUID();
      const { report, conversation } = await tell(stores, sender, 'em kể rồi quên');
      const before = await dumpAll(stores);
      const conversationKey = before['conversation']?.find((row) => row['id'] === conversation)?.['key_id'];
      const later = new Date(now.getTime() + 31 * 86_400_000);
      await sql`update handoff set state = 'closed'`.execute(stores.database.db);
      const swept = await sweepRetention(stores.database.db, stores.files, { now: later, days });
      expect(swept.conversations).to.be.greaterThan(0);
      const after = JSON.stringify(await dumpAll(stores));
      expect(after).to.contain(report);
      for (const gone of [conversation, conversationKey]) expect(after).not.to.contain(gone);
      expect((await stores.reports.open(report as never))?.content.answers['what']).to.include({
        said: 'em kể rồi quên',
      });
    });

    it('sweeps each class by its own days, and never one that a person of the Centre still holds', async () => {
      const held = await tell(stores, randomUUID(), 'đang chờ người', true);
      const free = await tell(stores, randomUUID(), 'xong rồi');
      const drafts = await tell(stores, randomUUID(), 'nháp', false, 'draft');
      const closed = await tell(stores, randomUUID(), 'đã đóng', false, 'closed');
      const there = (id: string) => stores.conversations.exists(id as never);
      const sweepAfter = (n: number) =>
        sweepRetention(stores.database.db, stores.files, {
          now: new Date(now.getTime() + n * 86_400_000),
          days,
        });
      await sweepAfter(29);
      expect(await there(free.conversation)).to.equal(true);
      await sweepAfter(31);
      expect([await there(free.conversation), await there(held.conversation)]).to.deep.equal([false, true]);
      expect(await stores.reports.open(drafts.report as never)).not.to.equal(undefined);
      await sweepAfter(91);
      expect(await stores.reports.open(drafts.report as never)).to.equal(undefined);
      expect(await stores.reports.open(closed.report as never)).not.to.equal(undefined);
      await sweepAfter(1826);
      expect(await stores.reports.open(closed.report as never)).to.equal(undefined);
      expect(await stores.reports.open(free.report as never)).not.to.equal(undefined);
      expect(await unusedKeys(stores)).to.equal(0);
    });

    it('moves a photo from the conversation to the report, where its sender sees it no more and it outlives the chat', async () => {
      const sender = randomUUID();
      const ref = await stores.attachments.keep(
        { channel: 'directline', senderId: sender, bytes: await aPhoto() },
        now,
      );
      const id = stores.conversations.idOf('directline', sender);
      expect((await stores.attachments.viewOwn(id, AttachmentId.parse(ref.id)))?.contentType).to.equal(
        'image/jpeg',
      );
      const stranger = stores.conversations.idOf('directline', randomUUID());
      expect(await stores.attachments.viewOwn(stranger, AttachmentId.parse(ref.id))).to.equal(undefined);
      const { report } = await tell(stores, sender, 'kèm ảnh', false, 'submitted', [ref]);
      expect(await stores.attachments.viewOwn(id, AttachmentId.parse(ref.id))).to.equal(undefined);
      const turn = answering(await begun(stores, sender, 'xoá'));
      turn.forget();
      await stores.conversations.commit(turn.toCommit());
      expect((await names(stores)).filter((each) => each.startsWith(ref.id))).to.have.length(2);
      expect(await sealedUnder(stores, ref.id)).to.equal(await keyOf(stores, report));
    });

    it('removes the files of what was forgotten, and leaves all others', async () => {
      const [gone, stays] = [randomUUID(), randomUUID()];
      const keep = async (senderId: string) =>
        stores.attachments.keep({ channel: 'directline', senderId, bytes: await aPhoto() }, now);
      const [lost, kept] = [await keep(gone), await keep(stays)];
      const turn = answering(await begun(stores, gone, 'xoá'));
      turn.forget();
      await stores.conversations.commit(turn.toCommit());
      const young = await removeOrphans(stores.database.db, stores.files, new Date());
      expect(young).to.equal(0);
      const later = new Date(Date.now() + 2 * 3_600_000);
      expect(await removeOrphans(stores.database.db, stores.files, later)).to.be.greaterThan(0);
      const left = await names(stores);
      expect(left.filter((each) => each.startsWith(lost.id))).to.deep.equal([]);
      expect(left.filter((each) => each.startsWith(kept.id))).to.have.length(2);
    });

    it('stores nothing half when the disk is full', async () => {
      let written = 0;
      const full = {
        ...stores.files,
        write: async (file: string, bytes: Buffer) => {
          if (written++ > 0) throw new OperationalError('storage.full', { retryable: true });
          await stores.files.write(file, bytes);
        },
      };
      const { db } = stores.database;
      const store = attachmentStore({ db, vault: stores.vault, files: full, inspect });
      const before = await names(stores);
      const bytes = await aPhoto();
      const fault = await store
        .keep({ channel: 'directline', senderId: randomUUID(), bytes }, now)
        .catch((error) => error);
      expect(fault).to.include({ code: 'storage.full' });
      expect(await names(stores)).to.deep.equal(before);
      const rows =
        await sql`select 1 from attachment a where not exists (select 1 from data_key k where k.id = a.key_id)`.execute(
          db,
        );
      expect(rows.rows).to.deep.equal([]);
    });

    it('wraps every data key anew, so that the old key can be dropped', async () => {
      const { report } = await tell(stores, randomUUID(), 'trước khi đổi khoá');
      const both = withNewKey(stores.keyring, now);
      const ring = parseKeyring(both);
      const count = await rewrapAll(stores.database.db, new Vault(ring), ring.current);
      expect(count).to.be.greaterThan(0);
      expect(await kekIdsInUse(stores.database.db)).to.deep.equal([ring.current]);
      expect(await rewrapAll(stores.database.db, new Vault(ring), ring.current)).to.equal(0);
      const onlyNew = new Vault(parseKeyring(withoutOldKeys(both)));
      const opened = await reportStore(stores.database.db, onlyNew).open(report as never);
      expect(opened?.content.answers['what']).to.include({ said: 'trước khi đổi khoá' });
    });
  });
}

describe('the outbox', () => {
  let stores: SqlStores;
  before(async function () {
    this.timeout(120_000);
    stores = await postgresStores();
  });
  after(() => stores.close());

  it('gives each reply to one of several processes, in order, and again when that one died', async () => {
    const sender = randomUUID();
    const { id } = await stores.conversations.accept(anEvent(sender, 'chào', { channel: 'zalo' }), now);
    const draft = answering(await reopened(stores, id), 'một');
    draft.say({ message: { key: 'k', text: 'hai', buttons: [], expects: 'nothing' }, secret: false });
    await stores.conversations.commit(draft.toCommit());
    const asked = await Promise.all([1, 2, 3, 4].map(() => stores.outbox.due(now, 10)));
    const got = asked.flat();
    expect(
      got.map(({ body, senderId }) => [body.kind === 'replied' && body.message.text, senderId]),
    ).to.deep.equal([['một', sender]]);
    expect(await stores.outbox.due(new Date(now.getTime() + 30_000), 10)).to.deep.equal([]);
    const again = await stores.outbox.due(new Date(now.getTime() + 61_000), 10);
    expect(again.map(({ seq }) => seq)).to.deep.equal([got[0]!.seq]);
    await stores.outbox.record(again[0]!.id, { kind: 'sent' });
    const next = await stores.outbox.due(now, 10);
    expect(next.map(({ body }) => body.kind === 'replied' && body.message.text)).to.deep.equal(['hai']);
  });

  it('tries a failed reply again at its time and counts only what was its own fault', async () => {
    const { id } = await stores.conversations.accept(anEvent(randomUUID(), 'chào', { channel: 'zalo' }), now);
    await stores.conversations.commit(answering(await reopened(stores, id)).toCommit());
    const [first] = await stores.outbox.due(now, 10);
    const at = new Date(now.getTime() + 5_000);
    await stores.outbox.record(first!.id, { kind: 'retry', at, errorCode: 'platform.away', counted: false });
    expect((await stores.outbox.due(at, 10))[0]?.attempts).to.equal(0);
    await stores.outbox.record(first!.id, { kind: 'retry', at, errorCode: 'zalo.-32', counted: true });
    expect((await stores.outbox.due(at, 10))[0]?.attempts).to.equal(1);
  });
});

describe('a file that comes in', () => {
  it('is taken for what it is, whatever its name says', async () => {
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF');
    expect(await inspect(pdf)).to.deep.equal({ contentType: 'application/pdf' });
    expect((await inspect(await aPhoto())).view?.contentType).to.equal('image/jpeg');
  });

  it('is shown without the place, the camera and the time it was taken', async () => {
    const photo = await aPhoto();
    expect(photo.includes(Buffer.from('Exif'))).to.equal(true);
    const { view } = await inspect(photo);
    expect((await sharp(view!.bytes).metadata()).exif).to.equal(undefined);
    for (const mark of ['Exif', 'GPS', 'Secret Phone'])
      expect(view!.bytes.includes(Buffer.from(mark))).to.equal(false);
  });

  it('is refused when it is a decompression bomb, quickly and in little memory', async () => {
    const bomb = await sharp({
      create: { width: 12_000, height: 12_000, channels: 3, background: '#000' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).to.be.lessThan(2_000_000);
    const before = process.memoryUsage().rss;
    expect(await codeOf(inspect(bomb))).to.equal('attachment.unreadable');
    expect(process.memoryUsage().rss - before).to.be.lessThan(100 * 1024 * 1024);
  });

  it('is refused when it is cut short, too large, of another kind or of none', async () => {
    const photo = await aPhoto();
    expect(await codeOf(inspect(photo.subarray(0, 400)))).to.equal('attachment.unreadable');
    expect(await codeOf(inspect(Buffer.alloc(20 * 1024 * 1024 + 1)))).to.equal('attachment.too-large');
    expect(await codeOf(inspect(Buffer.from('MZ\x90\0'.padEnd(400, '\0'), 'latin1')))).to.equal(
      'attachment.type-refused',
    );
    expect(await codeOf(inspect(Buffer.from('<svg onload="x()"/>')))).to.equal('attachment.type-refused');
    expect(await codeOf(inspect(Buffer.alloc(0)))).to.equal('attachment.type-refused');
  });
});

type Row = Readonly<Record<string, unknown>>;
type Dump = Readonly<Record<string, readonly Row[]>>;

/** Every row of every table as JSON would show it: bytes in base64, times to the millisecond. */
async function dumpAll(stores: SqlStores): Promise<Dump> {
  const { db } = stores.database;
  const tables = await db.introspection.getTables();
  const dump: Record<string, readonly Row[]> = {};
  for (const { name: table, schema, isView } of tables) {
    if (isView) continue;
    const { rows } = await sql<Row>`select * from ${sql.table(`${schema}.${table}`)}`.execute(db);
    dump[table] = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)])),
    );
  }
  return dump;
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

/** Values that say nothing: small numbers, states and names of channels, which many rows share. */
const common = /^(?:\d{1,6}|true|false|null|[a-z][a-z-]{0,30}|\{.*\}|vi|)$/u;

/** All telling values of the rows that mention one of `ids`, and of the rows that these lead to by their own ids. */
function valuesAbout(dump: Dump, ids: ReadonlySet<string>): ReadonlySet<string> {
  const known = new Set(ids);
  const values = new Set<string>();
  const kekIds = new Set((dump['data_key'] ?? []).map((row) => String(row['kek_id'])));
  for (const [table, rows] of Object.entries(dump)) {
    if (/^(?:flow_archive|kysely_|staff)/u.test(table)) continue;
    for (const row of rows) {
      const cells = Object.values(row).map(String);
      if (!cells.some((cell) => known.has(cell))) continue;
      for (const cell of cells) if (!common.test(cell) && !kekIds.has(cell)) values.add(cell);
    }
  }
  return values;
}

async function keysOfReport(stores: SqlStores, report: string): Promise<ReadonlySet<string>> {
  return new Set([report, await keyOf(stores, report)]);
}

async function keyOf(stores: SqlStores, report: string): Promise<string> {
  const row = await stores.database.db
    .selectFrom('report')
    .select('key_id')
    .where('id', '=', report)
    .executeTakeFirstOrThrow();
  return row.key_id;
}

async function sealedUnder(stores: SqlStores, attachment: string): Promise<string> {
  const row = await stores.database.db
    .selectFrom('attachment')
    .select('key_id')
    .where('id', '=', attachment)
    .executeTakeFirstOrThrow();
  return row.key_id;
}

async function unusedKeys({ database }: SqlStores): Promise<number> {
  const { rows } =
    await sql`select 1 from data_key k where not exists (select 1 from conversation c where c.key_id = k.id)
    and not exists (select 1 from report r where r.key_id = k.id)`.execute(database.db);
  return rows.length;
}

/** A conversation that tells a report, as turns do it; its parts are under way at the same moment. */
async function tell(
  stores: SqlStores,
  sender: string,
  text: string,
  handoff = false,
  state: 'draft' | 'submitted' | 'closed' = 'submitted',
  files: readonly AttachmentRef[] = [],
): Promise<{ report: string; conversation: string }> {
  const draft = answering(await begun(stores, sender, text));
  const photos: Record<string, Answer> =
    files.length === 0 ? {} : { photos: { kind: 'attachments', said: '', files: [...files] } };
  const report = aReport(text, { state, submittedAt: state === 'draft' ? null : now });
  const content = { ...report.content, answers: { ...report.content.answers, ...photos } };
  const receiptHash = await stores.reports.hashReceipt(receiptFromSecret(777n + receipts++));
  draft.reports.set(report.id, { report: { ...report, content }, expected: 0, receiptHash });
  draft.remember({ report: { id: report.id, submitted: state !== 'draft' } });
  if (handoff) draft.requestHandoff('urgent', 'danger-now');
  await stores.conversations.commit(draft.toCommit());
  await pause(2);
  return { report: report.id, conversation: draft.before.id };
}

let receipts = 0n;

async function names(stores: SqlStores): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name: file } of stores.files.list()) found.push(file);
  return found.sort();
}

async function aPhoto(): Promise<Buffer> {
  return sharp({ create: { width: 120, height: 80, channels: 3, background: '#a44' } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Secret Phone', Copyright: 'Nhà em' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '20/1 38/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '106/1 3/1 0/1',
      },
    })
    .toBuffer();
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'taken',
    (error: unknown) =>
      error instanceof UserError || error instanceof OperationalError ? error.code : String(error),
  );
}
