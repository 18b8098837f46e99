import { expect } from 'chai';
import { Personas } from '../../../src/channels/messenger/personas.ts';
import type { DueSending } from '../../../src/conversations/ports.ts';
import type { AttachmentRef } from '../../../src/domain/answer.ts';
import { aDocument, aPicture } from '../../helpers/staff-files.ts';
import { replyWith, sendingTo } from '../ports.ts';
import { child, opening, Stage } from './stage.ts';

const hour = 3_600_000;

describe('a file of staff on Messenger', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await new Stage().start();
  });
  afterEach(() => stage.platform.stop());

  const picture = async () => stage.files.sent('image/jpeg', await aPicture());
  const document = () => stage.files.sent('application/pdf', aDocument());
  const staff = (...files: readonly AttachmentRef[]): Partial<DueSending> => ({
    author: 'staff',
    body: replyWith(...files),
  });
  const received = () =>
    stage.platform.sent.map(({ text, file }) => [text, file?.contentType, file?.name, file?.bytes.length]);

  it('arrives whole, under a name that says nothing', async () => {
    const [jpg, pdf] = [await picture(), document()];
    expect(await stage.send(staff(jpg))).to.deep.equal({ kind: 'sent' });
    expect(await stage.send(staff(pdf))).to.deep.equal({ kind: 'sent' });
    expect(received()).to.deep.equal([
      ['', 'image/jpeg', 'file.jpg', jpg.size],
      ['', 'application/pdf', 'file.pdf', pdf.size],
    ]);
  });

  it('follows the neutral opening, as a message of its own, outside an active exchange', async () => {
    stage.clock.pass(hour);
    await stage.send(staff(document()));
    expect(received().map(([text, type]) => text || type)).to.deep.equal([opening, 'application/pdf']);
  });

  it('goes under the first name of whoever sent it, and with the tag once the window is over', async () => {
    const { settings } = stage.parts;
    const personas = new Personas({
      access: settings,
      pageId: settings.pageId,
      picture: 'https://x.vn/a.png',
    });
    stage.clock.pass(30 * hour);
    const parts = { personas, staffName: async () => 'Lan', settings: { ...settings, humanAgent: true } };
    expect(await stage.send(staff(await picture()), parts)).to.deep.equal({ kind: 'sent' });
    for (const { persona, tag } of stage.platform.sent) {
      expect(persona).to.equal('Lan');
      expect(tag).to.equal('HUMAN_AGENT');
    }
    expect(stage.platform.sent).to.have.length(2);
  });

  it('carries our mark, so that a lost answer sends no second copy once the echo has come', async () => {
    const sending = sendingTo('messenger', child, staff(document()));
    stage.platform.mood = 'lost';
    expect(await stage.send(sending)).to.include({ errorCode: 'messenger.answer-lost' });
    stage.platform.mood = 'up';
    await stage.marks.arrived(`out:${sending.id}:1`);
    expect(await stage.send({ ...sending, attempts: 1 })).to.deep.equal({ kind: 'sent' });
    expect(stage.platform.sent).to.have.length(1);
  });

  it('waits while Messenger is away, and arrives once', async () => {
    const sending = sendingTo('messenger', child, staff(await picture()));
    stage.platform.mood = 'down';
    expect(await stage.send(sending)).to.include({ errorCode: 'messenger.down', waits: true });
    stage.platform.mood = 'up';
    stage.clock.pass(60_000);
    expect(await stage.send(sending)).to.deep.equal({ kind: 'sent' });
    expect(stage.platform.sent).to.have.length(1);
  });

  it('that was forgotten meanwhile, or that Messenger does not take, stays unsent', async () => {
    const gone = document();
    stage.files.ours.clear();
    expect(await stage.send(staff(gone))).to.deep.equal({
      kind: 'unsendable',
      errorCode: 'channel.file-gone',
    });
    const large = stage.files.sent('image/jpeg', Buffer.alloc(9 * 1024 * 1024));
    expect(await stage.send(staff(large))).to.include({ kind: 'unsendable' });
    expect(stage.platform.sent).to.deep.equal([]);
  });
});
