import { expect } from 'chai';
import { visitorId } from '../../../src/channels/zalo/recipient.ts';
import { zaloMark, zaloSender } from '../../../src/channels/zalo/send.ts';
import type { DueSending, Sender, SendResult } from '../../../src/conversations/ports.ts';
import type { AttachmentRef } from '../../../src/domain/answer.ts';
import { aDocument, aPicture } from '../../helpers/staff-files.ts';
import { replyWith, sendingTo } from '../ports.ts';
import { child, opening, Stage } from './stage.ts';

const hour = 3_600_000;

describe('a file of staff on Zalo', () => {
  let stage: Stage;
  let sender: Sender;
  beforeEach(async () => {
    stage = await new Stage().start();
    await stage.personWrites();
    sender = zaloSender(stage.parts);
  });
  afterEach(() => stage.platform.stop());

  const picture = async () => stage.files.sent('image/jpeg', await aPicture());
  const document = () => stage.files.sent('application/pdf', aDocument());
  const send = (sending: DueSending): Promise<SendResult> => sender.send(sending);
  const staff = (...files: readonly AttachmentRef[]): DueSending =>
    sendingTo('zalo', child, { author: 'staff', body: replyWith(...files) });
  const received = () =>
    stage.platform.sent.map(({ text, file }) => [text, file?.contentType, file?.name, file?.bytes.length]);

  it('arrives: a picture as media, a PDF as a file, under names that say nothing', async () => {
    const [jpg, pdf] = [await picture(), document()];
    expect(await send(staff(jpg))).to.deep.equal({ kind: 'sent' });
    expect(await send(staff(pdf))).to.deep.equal({ kind: 'sent' });
    expect(received()).to.deep.equal([
      ['', 'image/jpeg', 'file.jpg', jpg.size],
      ['', 'application/pdf', 'file.pdf', pdf.size],
    ]);
    expect(stage.budget.used, 'counted like any reply').to.equal(2);
  });

  it('comes after the words of the same turn', async () => {
    const sending = sendingTo('zalo', child, { author: 'staff', joined: [replyWith(document())] });
    await send(sending);
    expect(received().map(([text, type]) => text || type)).to.deep.equal(['Chào bạn.', 'application/pdf']);
  });

  it('reaches a visitor of the web widget, too', async () => {
    const visitor = visitorId('anonymous', 'widget');
    const sending = sendingTo('zalo', visitor, { author: 'staff', body: replyWith(await picture()) });
    expect(await send(sending)).to.deep.equal({ kind: 'sent' });
    expect(stage.platform.sent[0]).to.include({ to: 'widget|anonymous' });
  });

  it('follows the neutral opening when the person may have put the phone down', async () => {
    stage.clock.pass(hour);
    await send(staff(await picture()));
    expect(received().map(([text, type]) => text || type)).to.deep.equal([opening, 'image/jpeg']);
    expect(stage.budget.used).to.equal(2);
  });

  it('is not sent twice when the time for an opening comes between two tries', async () => {
    const sending = staff(await picture());
    await stage.marks.begun(sending.id, 1, zaloMark(child, ''));
    await stage.marks.arrived(zaloMark(child, ''));
    stage.clock.pass(hour);
    await send({ ...sending, attempts: 1 });
    expect(received().filter(([, type]) => type !== undefined)).to.deep.equal([]);
  });

  it('is known again by its echo, which has no words and names nobody', async () => {
    const sending = staff(document());
    stage.platform.mood = 'lost';
    // The upload's answer is lost, then that of the message.
    expect(await send(sending)).to.include({ errorCode: 'zalo.upload-lost' });
    expect(stage.budget.used, 'nothing reached the person').to.equal(0);
    stage.platform.mood = 'up';
    stage.platform.moodAfter = { calls: 1, mood: 'lost' };
    expect(await send({ ...sending, attempts: 1 })).to.include({ errorCode: 'zalo.answer-lost' });
    stage.platform.mood = 'up';
    await stage.marks.arrived(zaloMark(child, ''));
    expect(await send({ ...sending, attempts: 2 })).to.deep.equal({ kind: 'sent' });
    expect(received()).to.have.length(1);
  });

  it('is sent although the echo of the file before comes while it is under way', async () => {
    await send(staff(await picture()));
    const second = staff(document());
    stage.platform.moodAfter = { calls: 1, mood: 'cut' };
    expect(await send(second)).to.include({ errorCode: 'zalo.answer-lost' });
    // That of the picture, late; it must not be taken for one of the document.
    await stage.marks.arrived(zaloMark(child, ''));
    stage.platform.mood = 'up';
    await send({ ...second, attempts: 1 });
    expect(received().map(([, type]) => type)).to.deep.equal(['image/jpeg', 'application/pdf']);
  });

  it('is known by a late echo of an earlier try, though Zalo was away in between', async () => {
    const sending = staff(await picture());
    stage.platform.moodAfter = { calls: 1, mood: 'lost' };
    expect(await send(sending)).to.include({ errorCode: 'zalo.answer-lost' });
    stage.platform.mood = 'down';
    expect(await send({ ...sending, attempts: 1 })).to.include({ errorCode: 'zalo.down' });
    await stage.marks.arrived(zaloMark(child, ''));
    stage.platform.mood = 'up';
    stage.clock.pass(60_000);
    expect(await send({ ...sending, attempts: 1 })).to.deep.equal({ kind: 'sent' });
    expect(received()).to.have.length(1);
  });

  it('is uploaded once, however often the message itself has to be tried', async () => {
    const sending = staff(await picture());
    stage.platform.moodAfter = { calls: 1, mood: 'down' };
    expect(await send(sending)).to.include({ errorCode: 'zalo.down', waits: true });
    stage.platform.mood = 'up';
    stage.clock.pass(60_000);
    expect(await send({ ...sending, attempts: 1 })).to.deep.equal({ kind: 'sent' });
    expect(stage.platform.uploads.taken).to.equal(1);
    expect(stage.budget.used).to.equal(1);
  });

  it('is uploaded anew, once, when Zalo keeps the upload no longer', async () => {
    const sending = staff(await picture());
    stage.platform.moodAfter = { calls: 1, mood: 'down' };
    await send(sending);
    stage.platform.mood = 'up';
    stage.platform.uploads.expire();
    stage.clock.pass(60_000);
    expect(await send({ ...sending, attempts: 1 })).to.deep.equal({ kind: 'sent' });
    expect(stage.platform.uploads.taken).to.equal(2);
    expect(received()).to.have.length(1);
  });

  it('gives up when even a fresh upload is said to be expired', async () => {
    const sending = staff(document());
    stage.platform.uploads.life = 0;
    expect(await send(sending)).to.deep.include({ kind: 'try-later', errorCode: 'zalo.refused' });
    expect(await send({ ...sending, attempts: 1 })).to.include({ kind: 'unsendable' });
    expect(received()).to.deep.equal([]);
    expect(stage.budget.used).to.equal(0);
  });

  it('goes on with a new token when the old one ends before the upload, or between upload and message', async () => {
    await stage.send();
    stage.platform.revokeAccess();
    expect(await send(staff(await picture()))).to.deep.equal({ kind: 'sent' });
    stage.platform.revokeAfter = 1;
    expect(await send(staff(document()))).to.deep.equal({ kind: 'sent' });
    expect(received().map(([, type]) => type)).to.deep.equal([undefined, 'image/jpeg', 'application/pdf']);
    expect(stage.platform.refreshes).to.equal(3);
  });

  it('that was forgotten meanwhile is never sent, and staff are told', async () => {
    const file = document();
    stage.files.ours.clear();
    expect(await send(staff(file))).to.deep.equal({ kind: 'unsendable', errorCode: 'channel.file-gone' });
    expect(stage.platform.uploads.taken).to.equal(0);
    expect(stage.budget.used).to.equal(0);
  });

  it('that Zalo does not take stays unsent', async () => {
    const large = stage.files.sent('application/pdf', Buffer.concat([aDocument(), Buffer.alloc(6_000_000)]));
    expect(await send(staff(large))).to.include({ kind: 'unsendable' });
    const wrong = stage.files.sent('image/jpeg', aDocument());
    expect(await send(staff(wrong))).to.include({ kind: 'unsendable' });
    expect(stage.platform.uploads.taken).to.equal(0);
  });
});
