import { expect } from 'chai';
import { knownZaloCodes, zaloFault } from '../../../src/channels/zalo/errors.ts';
import { zaloMark, zaloSender } from '../../../src/channels/zalo/send.ts';
import type { SendingMarks } from '../../../src/conversations/push-ports.ts';
import { choice, reply, sendingTo } from '../ports.ts';
import { child, opening, Stage } from './stage.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Marks that let the platform refuse the given part. */
function failingBefore(stage: Stage, failing: number): SendingMarks {
  return {
    begun: (id, part, mark) => {
      if (part === failing) stage.platform.nextErrors.push(-200);
      return stage.marks.begun(id, part, mark);
    },
    taken: (id, part) => stage.marks.taken(id, part),
    refused: (id, part) => stage.marks.refused(id, part),
    arrived: (mark) => stage.marks.arrived(mark),
    partsArrived: (id) => stage.marks.partsArrived(id),
  };
}

describe('a reply on Zalo', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await new Stage().start();
    await stage.personWrites();
  });
  afterEach(() => stage.platform.stop());

  it('arrives, with buttons: queries, 111 to call, a link', async () => {
    const buttons = [
      choice('Kể chuyện', 'menu.main:report'),
      { title: 'Gọi 111', value: 'tel:111', style: 'call' as const },
      { title: 'Trang riêng', value: 'https://example.org/x', style: 'link' as const },
    ];
    expect(await stage.send({ body: reply('Bạn cần gì?', buttons) })).to.deep.equal({ kind: 'sent' });
    expect(stage.platform.sent).to.have.length(1);
    expect(stage.platform.sent[0]?.buttons).to.deep.equal([
      { title: 'Kể chuyện', type: 'oa.query.hide', payload: '#b:menu.main:report' },
      { title: 'Gọi 111', type: 'oa.open.phone', payload: { phone_code: '111' } },
      { title: 'Trang riêng', type: 'oa.open.url', payload: { url: 'https://example.org/x' } },
    ]);
  });

  it('joins the bubbles of one turn to one message, which counts once', async () => {
    await stage.send({
      body: reply('Một.'),
      joined: [reply('Hai.'), reply('Ba?', [choice('Có'), choice('Không')])],
    });
    expect(stage.texts).to.deep.equal(['Một.\n\nHai.\n\nBa?']);
    expect(stage.budget.used).to.equal(1);
  });

  it('is numbered text when there are more buttons than Zalo shows', async () => {
    await stage.send({
      body: reply(
        'Chọn nhé',
        ['a', 'b', 'c', 'd', 'e', 'g'].map((title) => choice(title)),
      ),
    });
    expect(stage.texts).to.deep.equal(['Chọn nhé\n\n1. a\n2. b\n3. c\n4. d\n5. e\n6. g']);
  });

  it('keeps every choice a button, and as many numbers to call as there is room for', async () => {
    const calls = ['111', '113', '115'].map((number) => ({
      title: `Gọi ${number}`,
      value: `tel:${number}`,
      style: 'call' as const,
    }));
    await stage.send({
      body: reply('Gọi ngay:\n111\n113\n115', calls),
      joined: [
        reply(
          'Ở gần không?',
          ['Có', 'Không', 'Không biết', 'Gặp cô chú'].map((each) => choice(each)),
        ),
      ],
    });
    expect(stage.platform.sent[0]?.buttons.map(({ title }) => title)).to.deep.equal([
      'Gọi 111',
      'Có',
      'Không',
      'Không biết',
      'Gặp cô chú',
    ]);
    expect(stage.texts).to.deep.equal(['Gọi ngay:\n111\n113\n115\n\nỞ gần không?']);
  });

  it('falls back to numbered text when Zalo does not take the buttons', async () => {
    stage.platform.takesButtons = false;
    const result = await stage.send({
      body: reply('Chọn nhé', [choice('Có'), { title: 'Gọi 111', value: '111', style: 'call' }]),
    });
    expect(result).to.deep.equal({ kind: 'sent' });
    expect(stage.texts).to.deep.equal(['Chọn nhé\n\n1. Có\nGọi 111']);
  });

  it('says the address of a page when Zalo does not take the button, or has no room for it', async () => {
    const page = { title: 'Mở trang', value: 'https://example.org/#k=x', style: 'link' as const };
    const choices = ['a', 'b', 'c', 'd', 'e'].map((title) => choice(title));
    await stage.send({ body: reply('Trang riêng đây.', [page]), joined: [reply('Chọn nhé', choices)] });
    expect(stage.texts).to.deep.equal(['Trang riêng đây.\n\nChọn nhé\n\nMở trang: https://example.org/#k=x']);
    expect(stage.platform.sent[0]?.buttons.map(({ title }) => title)).to.deep.equal([
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
    stage.platform.takesButtons = false;
    await stage.send({ body: reply('Trang riêng đây.', [page]) });
    expect(stage.texts[1]).to.equal('Trang riêng đây.\n\nMở trang: https://example.org/#k=x');
  });

  it('is cut at sentences when it is too long, and every part fits', async () => {
    const sentence = 'Mình vẫn ở đây với bạn và bạn không có lỗi gì cả. ';
    expect(await stage.send({ body: reply(sentence.repeat(90), [choice('Dạ')]) })).to.deep.equal({
      kind: 'sent',
    });
    expect(stage.texts.length).to.equal(3);
    for (const text of stage.texts)
      expect(text.length)
        .to.be.at.most(2000)
        .and.satisfy(() => text.endsWith('.'));
    expect(stage.texts.join(' ')).to.equal(sentence.repeat(90).trim());
    expect(stage.platform.sent.map(({ buttons }) => buttons.length)).to.deep.equal([0, 0, 1]);
  });

  it('goes on after the parts that have arrived when it is tried again', async () => {
    const sending = sendingTo('zalo', child, { body: reply('Câu này dài vừa phải thôi nhé. '.repeat(100)) });
    const sender = zaloSender({ ...stage.parts, marks: failingBefore(stage, 1) });
    expect((await sender.send(sending)).kind).to.equal('try-later');
    expect(stage.texts).to.have.length(1);
    expect(await zaloSender(stage.parts).send({ ...sending, attempts: 1 })).to.deep.equal({ kind: 'sent' });
    expect(stage.texts).to.have.length(2);
    expect(new Set(stage.texts).size).to.equal(2);
  });

  it('begins with neutral words outside an active exchange, so that a lock screen says nothing', async () => {
    stage.clock.pass(11 * minute);
    await stage.send({ body: reply('Chuyện em bị đánh, cô đã báo công an.'), author: 'staff' });
    const [text = ''] = stage.texts;
    expect(text.slice(0, 40)).to.equal(opening.slice(0, 40));
    expect(text).to.contain('cô đã báo công an');
  });

  it('goes to a visitor of the web widget on the other address', async () => {
    const senderId = 'visitor|c0ffee|3a7f';
    expect(await stage.send({ senderId })).to.deep.equal({ kind: 'sent' });
    expect(stage.platform.requests.at(-1)?.path).to.equal('/v2.0/oa/message');
    expect(stage.platform.sent[0]?.to).to.equal('c0ffee|3a7f');
  });
});

describe('the reply budget on Zalo', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await new Stage().start();
    await stage.personWrites();
  });
  afterEach(() => stage.platform.stop());

  it('gives the bot five replies and keeps three for staff; a new message begins anew', async () => {
    const results: string[] = [];
    for (let count = 0; count < 6; count++) results.push((await stage.send()).kind);
    expect(results).to.deep.equal(['sent', 'sent', 'sent', 'sent', 'sent', 'unsendable']);
    for (let count = 0; count < 4; count++) results.push((await stage.send({ author: 'staff' })).kind);
    expect(results.slice(6)).to.deep.equal(['sent', 'sent', 'sent', 'unsendable']);
    await stage.personWrites();
    expect((await stage.send()).kind).to.equal('sent');
    expect(stage.platform.sent.every(({ quota }) => quota === 'reply')).to.equal(true);
  });

  it('is not used up by what was surely not sent', async () => {
    stage.platform.mood = 'down';
    expect((await stage.send()).kind).to.equal('try-later');
    expect(stage.budget.used).to.equal(0);
  });

  for (const [author, age, outcome] of [
    ['bot', 48 * hour, 'sent'],
    ['bot', 48 * hour + 1, 'zalo.window-closed'],
    ['staff', 48 * hour + 1, 'sent'],
    ['staff', 7 * 24 * hour - 1, 'sent'],
    ['staff', 7 * 24 * hour + 1, 'zalo.window-closed'],
  ] as const) {
    it(`${outcome === 'sent' ? 'lets' : 'does not let'} ${author} write ${age / hour} hours after the person`, async () => {
      stage.platform.hasMoney = true;
      stage.clock.pass(age);
      const result = await stage.send({ author });
      expect(result.kind === 'sent' ? 'sent' : result.errorCode).to.equal(outcome);
    });
  }
});

describe('what Zalo answers', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await new Stage().start();
    await stage.personWrites();
  });
  afterEach(() => stage.platform.stop());

  const outcomes: Readonly<Record<number, string>> = {
    [-32]: 'zalo.slow-down waits',
    [-100]: 'zalo.refused',
    [-124]: 'sent',
    [-200]: 'zalo.refused',
    [-201]: 'zalo.invalid final',
    [-204]: 'zalo.account waits alarm',
    [-205]: 'zalo.account waits alarm',
    [-209]: 'zalo.account waits alarm',
    [-210]: 'zalo.too-long final',
    [-211]: 'zalo.account waits alarm',
    [-212]: 'zalo.account waits alarm',
    [-213]: 'zalo.not-following final',
    [-216]: 'sent',
    [-217]: 'zalo.blocked final',
    [-218]: 'zalo.refused',
    [-219]: 'zalo.account waits alarm',
    [-220]: 'sent',
    [-221]: 'zalo.account waits alarm',
    [-223]: 'zalo.account waits alarm',
    [-224]: 'zalo.account waits alarm',
    [-227]: 'zalo.inactive final',
    [-230]: 'zalo.window-closed final',
    [-232]: 'zalo.window-closed final',
    [-233]: 'zalo.form final',
    [-234]: 'zalo.refused',
    [-235]: 'zalo.form final',
    [-240]: 'zalo.account waits alarm',
    [-242]: 'zalo.account waits alarm',
    [-244]: 'zalo.blocked final',
    [-248]: 'zalo.text-refused final',
    [-320]: 'zalo.account waits alarm',
    [-321]: 'zalo.account waits alarm',
    [-403]: 'zalo.not-in-group final',
    [-9999]: 'zalo.unknown final',
  };

  it('is known for every number of the reference', () => {
    expect(
      Object.keys(outcomes)
        .map(Number)
        .filter((code) => code !== -9999)
        .sort(),
    ).to.deep.equal([...knownZaloCodes].sort());
    expect(zaloFault(-9999).kind).to.equal('form');
  });

  for (const [code, outcome] of Object.entries(outcomes)) {
    it(`${code} leads to: ${outcome}`, async () => {
      stage.platform.nextErrors.push(Number(code));
      const result = await stage.send();
      const words = result.kind === 'sent' ? ['sent'] : [result.errorCode];
      if (result.kind === 'unsendable') words.push('final');
      if (result.kind === 'try-later' && result.waits === true) words.push('waits');
      if (stage.alarms.length > 0) words.push('alarm');
      expect(words.join(' ')).to.equal(outcome);
    });
  }

  it('is tried a few times where that can help, then shown as not delivered', async () => {
    stage.platform.nextErrors.push(-200);
    expect((await stage.send({ attempts: 4 })).kind).to.equal('unsendable');
  });

  it('is waited for by the whole OA when it says: too many', async () => {
    stage.platform.nextErrors.push(-32);
    await stage.send();
    const calls = stage.platform.requests.length;
    expect(await stage.send()).to.deep.include({
      kind: 'try-later',
      errorCode: 'zalo.slow-down',
      waits: true,
    });
    expect(stage.platform.requests.length).to.equal(calls);
    stage.clock.pass(minute);
    expect((await stage.send()).kind).to.equal('sent');
  });

  for (const mood of ['down', 'cut', 'lost', 'lying'] as const) {
    it(`is never taken for success when the platform is ${mood}`, async () => {
      await stage.send();
      stage.platform.mood = mood;
      const result = await stage.send();
      expect(result.kind).to.equal('try-later');
      expect(result.kind === 'try-later' && result.waits === true).to.equal(mood === 'down');
    });
  }

  it('may be lost though the reply arrived: its echo prevents a second copy', async () => {
    await stage.send();
    stage.platform.mood = 'lost';
    const sending = sendingTo('zalo', child, { body: reply('Một lần thôi.') });
    expect((await zaloSender(stage.parts).send(sending)).kind).to.equal('try-later');
    expect(await stage.marks.arrived(zaloMark(child, 'Một lần thôi.'))).to.equal(true);
    stage.platform.mood = 'up';
    expect(await zaloSender(stage.parts).send({ ...sending, attempts: 1 })).to.deep.equal({ kind: 'sent' });
    expect(stage.texts.filter((text) => text === 'Một lần thôi.')).to.have.length(1);
  });
});
