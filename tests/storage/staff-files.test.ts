import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import sharp from 'sharp';
import { UserError } from '../../src/domain/errors.ts';
import { neutralName } from '../../src/domain/file-kind.ts';
import { AttachmentId } from '../../src/domain/ids.ts';
import { readyToSend } from '../../src/storage/files/staff-intake.ts';
import { removeOrphans, sweepRetention } from '../../src/storage/postgres/retention.ts';
import { aDocument, aNoisyPicture, aPicture, aWordDocument } from '../helpers/staff-files.ts';
import { answering, begun, now, pgliteStores, postgresStores, type SqlStores } from './stores.ts';

const days = { conversation: 30, draft: 90, closedReport: 1825 };

for (const [name, open] of [
  ['PGlite', pgliteStores],
  ['PostgreSQL', postgresStores],
] as const) {
  describe(`files of staff on ${name}`, () => {
    let stores: SqlStores;
    before(async function () {
      this.timeout(120_000);
      stores = await open();
    });
    after(() => stores.close());

    it('keeps of a picture of staff the pixels alone, and gives the whole file to its conversation only', async () => {
      const id = (await begun(stores, randomUUID(), 'chào')).id;
      const other = (await begun(stores, randomUUID(), 'chào')).id;
      const ref = await stores.attachments.keepFromStaff(id, await aPicture(), now);
      expect(ref.contentType).to.equal('image/jpeg');
      const file = AttachmentId.parse(ref.id);
      const kept = (await names(stores)).filter((each) => each.startsWith(ref.id));
      expect(kept).to.deep.equal([`${ref.id}.view`]);
      const opened = await stores.attachments.fromStaff(id, file);
      expect(opened?.bytes.length).to.equal(ref.size);
      expect((await sharp(opened!.bytes).metadata()).exif).to.equal(undefined);
      for (const mark of ['Exif', 'GPS', 'Secret Phone'])
        expect(opened!.bytes.includes(Buffer.from(mark))).to.equal(false);
      expect(await stores.attachments.viewOwn(id, file)).to.deep.equal(opened);
      expect(await stores.attachments.fromStaff(other, file)).to.equal(undefined);
    });

    it('gives nothing whole that a person sent, and takes back what staff did not send after all', async () => {
      const sender = randomUUID();
      const pdf = aDocument();
      const upload = { channel: 'directline', senderId: sender, bytes: pdf } as const;
      const theirs = AttachmentId.parse((await stores.attachments.keep(upload, now)).id);
      const id = stores.conversations.idOf('directline', sender);
      expect(await stores.attachments.fromStaff(id, theirs)).to.equal(undefined);
      await stores.attachments.takeBack(id, theirs);
      expect((await names(stores)).some((each) => each.startsWith(theirs))).to.equal(true);
      const ours = AttachmentId.parse((await stores.attachments.keepFromStaff(id, pdf, now)).id);
      expect((await stores.attachments.fromStaff(id, ours))?.bytes.equals(pdf)).to.equal(true);
      await stores.attachments.takeBack(id, ours);
      expect(await stores.attachments.fromStaff(id, ours)).to.equal(undefined);
      expect((await names(stores)).some((each) => each.startsWith(ours))).to.equal(false);
    });

    it('forgets files of staff with the conversation, by the person’s word and by time', async () => {
      const [deleted, old] = [randomUUID(), randomUUID()];
      const keepFor = async (sender: string) => {
        const { id } = await begun(stores, sender, 'chào');
        return {
          id,
          file: AttachmentId.parse((await stores.attachments.keepFromStaff(id, aDocument(), now)).id),
        };
      };
      const first = await keepFor(deleted);
      const turn = answering(await begun(stores, deleted, 'xoá'));
      turn.forget();
      await stores.conversations.commit(turn.toCommit());
      expect(await stores.attachments.fromStaff(first.id, first.file)).to.equal(undefined);
      const second = await keepFor(old);
      const { db } = stores.database;
      await sweepRetention(db, stores.files, { now: new Date(now.getTime() + 31 * 86_400_000), days });
      expect(await stores.attachments.fromStaff(second.id, second.file)).to.equal(undefined);
      await removeOrphans(db, stores.files, new Date(Date.now() + 2 * 3_600_000));
      for (const { file } of [first, second])
        expect((await names(stores)).some((each) => each.startsWith(file))).to.equal(false);
    });
  });
}

describe('a file that staff want to send', () => {
  it('is made small enough for every channel when it is a picture', async function () {
    this.timeout(30_000);
    const noisy = await aNoisyPicture(2400);
    const { contentType, bytes } = await readyToSend(noisy);
    expect(contentType).to.equal('image/jpeg');
    expect(bytes.length).to.be.within(50_000, 1_000_000);
    const { width = 0 } = await sharp(bytes).metadata();
    expect(width).to.be.at.least(800);
  });

  it('has white paper where it was transparent, so that black letters stay readable', async () => {
    const clear = { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const;
    const { bytes } = await readyToSend(await sharp({ create: clear }).png().toBuffer());
    const { dominant } = await sharp(bytes).stats();
    expect(dominant.r).to.be.greaterThan(240);
  });

  it('goes as it is when it is a PDF of at most 5 MB, and is refused above that', async () => {
    const pdf = Buffer.concat([aDocument(), Buffer.alloc(4_900_000)]);
    expect((await readyToSend(pdf)).bytes.equals(pdf)).to.equal(true);
    const large = Buffer.concat([aDocument(), Buffer.alloc(5_000_000)]);
    expect(await codeOf(readyToSend(large))).to.equal('attachment.too-large');
    expect(await codeOf(readyToSend(Buffer.alloc(20 * 1024 * 1024 + 1)))).to.equal('attachment.too-large');
  });

  it('goes as it is when it is a DOCX', async () => {
    const { contentType, bytes } = await readyToSend(aWordDocument());
    expect(neutralName(contentType)).to.equal('file.docx');
    expect(bytes.equals(aWordDocument())).to.equal(true);
  });

  it('is refused when it is of another kind, broken or nothing', async () => {
    expect(await codeOf(readyToSend((await aPicture()).subarray(0, 400)))).to.equal('attachment.unreadable');
    const voice = Buffer.from('ID3\x04\0\0\0\0\0\0'.padEnd(400, '\0'), 'latin1');
    for (const bytes of [voice, Buffer.from('MZ'.padEnd(400, '\0')), Buffer.alloc(0)])
      expect(await codeOf(readyToSend(bytes))).to.equal('attachment.type-refused');
  });
});

async function names(stores: SqlStores): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name: file } of stores.files.list()) found.push(file);
  return found.sort();
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'taken',
    (error: unknown) => (error instanceof UserError ? error.code : String(error)),
  );
}
