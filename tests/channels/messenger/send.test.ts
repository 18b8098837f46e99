import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { messengerFault } from '../../../src/channels/messenger/errors.ts';
import { Personas } from '../../../src/channels/messenger/personas.ts';
import { profileFor, setUpPage } from '../../../src/channels/messenger/profile.ts';
import { messengerSender } from '../../../src/channels/messenger/send.ts';
import { loadPlatformWords } from '../../../src/channels/push/load-words.ts';
import { eventNames, fixture } from '../fixtures.ts';
import { choice, reply, sendingTo } from '../ports.ts';
import { child, opening, Stage } from './stage.ts';

const hour = 3_600_000;

describe('a reply on Messenger', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await new Stage().start();
  });
  afterEach(() => stage.platform.stop());

  it('arrives with quick replies that carry our values', async () => {
    expect(
      await stage.send({ body: reply('Bạn cần gì?', [choice('Kể chuyện', 'menu.main:report')]) }),
    ).to.deep.equal({ kind: 'sent' });
    expect(stage.platform.sent[0]).to.deep.include({ text: 'Bạn cần gì?' });
    expect(stage.platform.sent[0]?.quickReplies).to.deep.equal([
      { content_type: 'text', title: 'Kể chuyện', payload: 'menu.main:report' },
    ]);
  });

  it('numbers choices whose titles Messenger would cut, and offers the numbers', async () => {
    await stage.send({
      body: reply('Ai làm vậy?', [choice('Người trong gia đình của bạn', 'a'), choice('Khác', 'b')]),
    });
    expect(stage.texts).to.deep.equal(['Ai làm vậy?\n\n1. Người trong gia đình của bạn\n2. Khác']);
    expect(stage.platform.sent[0]?.quickReplies.map(({ title, payload }) => [title, payload])).to.deep.equal([
      ['1', 'a'],
      ['2', 'b'],
    ]);
  });

  it('writes out a call to 111, which no call button can hold, and a link beside choices', async () => {
    const buttons = [
      choice('Có'),
      { title: 'Gọi giúp đỡ', value: 'tel:111', style: 'call' as const },
      { title: 'Trang riêng', value: 'https://example.org/x', style: 'link' as const },
    ];
    await stage.send({ body: reply('Nhé?', buttons) });
    expect(stage.texts).to.deep.equal(['Nhé?\n\nGọi giúp đỡ: 111\n\nTrang riêng: https://example.org/x']);
  });

  it('does not write a number out twice that the text already has on a line', async () => {
    await stage.send({
      body: reply('Gọi ngay:\n111', [{ title: 'Gọi 111', value: 'tel:111', style: 'call' }]),
    });
    expect(stage.texts).to.deep.equal(['Gọi ngay:\n111']);
    expect(stage.platform.sent[0]?.calls).to.deep.equal([]);
  });

  it('shows numbers as call buttons beside the choices where that was tried and switched on', async () => {
    const settings = { ...stage.parts.settings, callButtons: true };
    const body = reply('Gọi ngay:\n111\n113', [
      { title: 'Gọi 111', value: 'tel:111', style: 'call' },
      { title: 'Gọi 113', value: 'tel:113', style: 'call' },
      choice('Gặp cô chú', 'menu:!human'),
    ]);
    await stage.send({ body }, { settings });
    expect(stage.texts).to.deep.equal(['Gọi ngay:\n111\n113']);
    expect(stage.platform.sent[0]?.calls.map(({ title, payload }) => [title, payload])).to.deep.equal([
      ['Gọi 111', '+84111'],
      ['Gọi 113', '+84113'],
    ]);
    expect(stage.platform.sent[0]?.quickReplies.map(({ title }) => title)).to.deep.equal(['Gặp cô chú']);
  });

  it('says the numbers all the same when Messenger does not take the call buttons', async () => {
    stage.platform.takesCallButtons = false;
    const settings = { ...stage.parts.settings, callButtons: true };
    const body = reply('Gọi ngay:\n111', [{ title: 'Gọi 111', value: 'tel:111', style: 'call' }]);
    expect(await stage.send({ body }, { settings })).to.deep.equal({ kind: 'sent' });
    expect(stage.texts).to.deep.equal(['Gọi ngay:\n111']);
  });

  it('makes a card of links alone, that cannot be passed on by a tap', async () => {
    await stage.send({
      body: reply('Trang riêng của bạn:', [{ title: 'Mở', value: 'https://example.org/x', style: 'link' }]),
    });
    expect(stage.platform.sent[0]?.links[0]).to.deep.include({
      type: 'web_url',
      url: 'https://example.org/x',
      webview_share_button: 'hide',
    });
  });

  it('says the address of a page when Messenger does not take the card, or it holds too little', async () => {
    const page = (at: number) =>
      ({ title: `Mở trang ${at}`, value: `https://example.org/${at}`, style: 'link' }) as const;
    await stage.send({ body: reply('Đọc thêm', [1, 2, 3, 4].map(page)) });
    expect(stage.texts[0]).to.equal(
      `Đọc thêm\n\n${[1, 2, 3, 4].map((at) => `Mở trang ${at}: https://example.org/${at}`).join('\n\n')}`,
    );
    await stage.send({ body: reply('Mình vẫn ở đây. '.repeat(45), [page(1)]) });
    expect(stage.texts[1]).to.match(/\n\nMở trang 1: https:\/\/example\.org\/1$/u);
    stage.platform.takesLinkButtons = false;
    expect(await stage.send({ body: reply('Trang riêng đây.', [page(1)]) })).to.deep.equal({ kind: 'sent' });
    expect(stage.texts[2]).to.equal('Trang riêng đây.\n\nMở trang 1: https://example.org/1');
    expect(stage.platform.sent.flatMap(({ links }) => links)).to.deep.equal([]);
  });

  it('is cut at sentences; the quick replies stand at the end', async () => {
    await stage.send({ body: reply('Mình vẫn ở đây với bạn. '.repeat(150), [choice('Dạ')]) });
    expect(stage.texts.length).to.be.greaterThan(1);
    expect(stage.platform.sent.map(({ quickReplies }) => quickReplies.length)).to.deep.equal([
      ...stage.texts.slice(1).map(() => 0),
      1,
    ]);
    expect(stage.platform.actions.map(({ action }) => action)).to.deep.equal(
      stage.texts.slice(1).map(() => 'typing_on'),
    );
  });

  it('begins with neutral words outside an active exchange', async () => {
    stage.clock.pass(2 * hour);
    await stage.send({ body: reply('Chuyện em bị đánh.') });
    expect(stage.texts[0]?.slice(0, 40)).to.equal(opening.slice(0, 40));
  });

  for (const [author, age, humanAgent, outcome] of [
    ['bot', 24 * hour, true, 'RESPONSE'],
    ['bot', 24 * hour + 1, true, 'messenger.window-closed'],
    ['staff', 24 * hour, true, 'RESPONSE'],
    ['staff', 24 * hour + 1, true, 'HUMAN_AGENT'],
    ['staff', 24 * hour + 1, false, 'messenger.window-closed'],
    ['staff', 7 * 24 * hour, true, 'HUMAN_AGENT'],
    ['staff', 7 * 24 * hour + 1, true, 'messenger.window-closed'],
  ] as const) {
    it(`of ${author}, ${age / hour} hours later${humanAgent ? '' : ', without the approval'}: ${outcome}`, async () => {
      stage.clock.pass(age);
      const result = await stage.send({ author }, { settings: { ...stage.parts.settings, humanAgent } });
      expect(
        result.kind === 'sent' ? (stage.platform.sent[0]?.tag ?? 'RESPONSE') : result.errorCode,
      ).to.equal(outcome);
    });
  }

  it('of staff shows a first name; the persona is made once', async () => {
    const personas = personasOf(stage);
    const staffName = async () => 'Lan';
    await stage.send({ author: 'staff' }, { personas, staffName });
    await stage.send({ author: 'staff' }, { personas, staffName });
    await stage.send({ author: 'bot' }, { personas, staffName });
    expect(stage.platform.sent.map(({ persona }) => persona)).to.deep.equal(['Lan', 'Lan', undefined]);
    expect(stage.platform.personas.size).to.equal(1);
  });

  it('of two colleagues at once makes each persona once', async () => {
    const personas = personasOf(stage);
    const names = await Promise.all(['Lan', 'Hoa', 'Lan'].map((name) => personas.idFor(name)));
    expect(names[0]).to.equal(names[2]);
    expect([...stage.platform.personas.values()]).to.deep.equal(['Lan', 'Hoa']);
  });

  it('of staff arrives all the same when the platform does not know the persona any more', async () => {
    const personas = personasOf(stage);
    const staffName = async () => 'Lan';
    await stage.send({ author: 'staff' }, { personas, staffName });
    stage.platform.personas.clear();
    expect(await stage.send({ author: 'staff' }, { personas, staffName })).to.deep.equal({ kind: 'sent' });
    await stage.send({ author: 'staff' }, { personas, staffName });
    expect(stage.platform.sent.map(({ persona }) => persona)).to.deep.equal(['Lan', undefined, 'Lan']);
  });
});

function personasOf({ parts, platform }: Stage): Personas {
  return new Personas({
    access: parts.settings,
    pageId: platform.pageId,
    picture: 'https://example.org/p.png',
  });
}

describe('what Messenger answers', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await new Stage().start();
  });
  afterEach(() => stage.platform.stop());

  const outcomes: Readonly<Record<string, string>> = {
    'api.error.100_2018001_no_user': 'messenger.no-such-person final',
    'api.error.100_2018008_fetch_failed': 'messenger.refused',
    'api.error.100_length': 'messenger.invalid final',
    'api.error.100_message_tag_removed': 'messenger.invalid final',
    'api.error.10_1893063_page_restricted': 'messenger.account waits alarm',
    'api.error.10_2018278_outside_window': 'messenger.window-closed final',
    'api.error.10_permission': 'messenger.account waits alarm',
    'api.error.1200_temporary': 'messenger.refused',
    'api.error.190_token': 'messenger.token-dead waits alarm',
    'api.error.1_unknown': 'messenger.refused',
    'api.error.200_permission': 'messenger.account waits alarm',
    'api.error.2_temporary': 'messenger.refused',
    'api.error.32_page_rate': 'messenger.slow-down waits',
    'api.error.368_blocked': 'messenger.account waits alarm',
    'api.error.4_app_rate': 'messenger.slow-down waits',
    'api.error.551_unavailable': 'messenger.unreachable final',
    'api.error.613_rate': 'messenger.slow-down waits',
    'api.error.80006_buc_rate': 'messenger.slow-down waits',
    'api.error.app_secret_proof_missing': 'messenger.invalid final',
  };

  it('is known for every sample of the reference', () => {
    const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'messenger');
    const samples = readdirSync(folder).filter(
      (name) => name.startsWith('api.error.') && !name.includes('html_502'),
    );
    expect(samples.map((name) => name.replace('.json', '')).sort()).to.deep.equal(
      Object.keys(outcomes).sort(),
    );
    expect(eventNames('messenger').length).to.be.greaterThan(60);
    expect(messengerFault(-1, undefined).kind).to.equal('again');
  });

  for (const [name, outcome] of Object.entries(outcomes)) {
    it(`${name} leads to: ${outcome}`, async () => {
      const { status, body } = fixture('messenger', name) as {
        status: number;
        body: { error: { code: number; error_subcode?: number } };
      };
      const { code, error_subcode } = body.error;
      stage.platform.nextErrors.push({
        code,
        status,
        ...(error_subcode === undefined ? {} : { subcode: error_subcode }),
      });
      const result = await stage.send();
      const words = result.kind === 'sent' ? ['sent'] : [result.errorCode];
      if (result.kind === 'unsendable') words.push('final');
      if (result.kind === 'try-later' && result.waits === true) words.push('waits');
      if (stage.alarms.length > 0) words.push('alarm');
      expect(words.join(' ')).to.equal(outcome);
    });
  }

  it('is waited for as long as it says, by the whole Page', async () => {
    stage.platform.nextErrors.push({ code: 80006, minutes: 19 });
    expect(await stage.send()).to.deep.include({ kind: 'try-later', after: 19 * 60_000 });
    stage.clock.pass(18 * 60_000);
    expect((await stage.send()).kind).to.equal('try-later');
    stage.clock.pass(60_000);
    expect((await stage.send()).kind).to.equal('sent');
  });

  it('may be lost though the reply arrived: the echo with our mark prevents a second copy', async () => {
    stage.platform.mood = 'lost';
    const sending = sendingTo('messenger', child, { body: reply('Một lần thôi.') });
    expect((await messengerSender(stage.parts).send(sending)).kind).to.equal('try-later');
    expect(await stage.marks.arrived(`out:${sending.id}:0`)).to.equal(true);
    stage.platform.mood = 'up';
    expect(await messengerSender(stage.parts).send({ ...sending, attempts: 1 })).to.deep.equal({
      kind: 'sent',
    });
    expect(stage.texts).to.deep.equal(['Một lần thôi.']);
  });

  for (const mood of ['down', 'cut', 'lying'] as const) {
    it(`is never taken for success when the platform is ${mood}`, async () => {
      stage.platform.mood = mood;
      const result = await stage.send();
      expect(result.kind).to.equal('try-later');
    });
  }
});

describe('setting up the Page', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await new Stage().start();
  });
  afterEach(() => stage.platform.stop());

  const loaded = loadPlatformWords(join(import.meta.dirname, '..', '..', '..'), 'vi');
  const words = loaded.kind === 'words' ? loaded.words : undefined;
  if (words === undefined) throw new Error('no words');

  it('only looks with --dry-run, changes what is missing, and nothing the second time', async () => {
    const dry = await setUpPage(stage.parts.settings, words, true);
    expect(dry.map(({ state }) => state)).to.deep.equal(Array.from({ length: 5 }, () => 'to-change'));
    expect(stage.platform.profileCalls).to.equal(0);
    const first = await setUpPage(stage.parts.settings, words, false);
    expect(first.map(({ state }) => state)).to.deep.equal(Array.from({ length: 5 }, () => 'changed'));
    const second = await setUpPage(stage.parts.settings, words, false);
    expect(second.map(({ state }) => state)).to.deep.equal(Array.from({ length: 5 }, () => 'as-wanted'));
    expect(stage.platform.profileCalls).to.equal(4);
  });

  it('keeps within the limits of the platform', () => {
    expect(words.messenger.greeting.length).to.be.at.most(160);
    expect(profileFor(words).map(({ name }) => name)[0]).to.equal('get_started');
  });

  it('says what failed', async () => {
    stage.platform.mood = 'down';
    const steps = await setUpPage(stage.parts.settings, words, false);
    expect(steps.every(({ state, errorCode }) => state === 'failed' && errorCode === 'down')).to.equal(true);
  });
});
