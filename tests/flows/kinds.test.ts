import { expect } from 'chai';
import { aLibrary, Stage, someTexts } from './stage.ts';

function stage(flow: string, texts = '', buttons = 13): Stage {
  return new Stage(
    aLibrary({ f: `${flow}\nend: { kind: end }\nother: { kind: end, outcome: other }` }),
    someTexts({ f: texts || 'q: { ask: "?" }' }),
    buttons,
  ).begin('f');
}

function outcome(talk: Stage): unknown {
  const [end] = talk.others('end');
  return end?.kind === 'end' ? end.outcome : undefined;
}

describe('a choice between ages', () => {
  const flow =
    'q: { kind: choice, save: band, choices: [low, mid, high], ages: { low: { to: 11 }, mid: { from: 12, to: 17 }, high: { from: 18, to: 110 } }, next: end }';
  const texts = 'q: { ask: "?", choices: { low: Dưới 12, mid: Từ 12 đến 17, high: Người lớn } }';
  const band = (said: string): unknown => stage(flow, texts).say(said).state.answers['band'];

  const ages = {
    low: ['8', '11', 'em 8 ạ', '8t', 'con tám tuổi', 'em học lớp 3', '2 tuổi'],
    mid: ['12', '17 ạ', 'năm nay em 14 tuổi rồi', 'sinh năm 2012'],
    high: ['18', 'tôi 45', 'sinh năm 1990'],
  };
  for (const [value, saids] of Object.entries(ages))
    for (const said of saids)
      it(`takes "${said}" for ${value} and keeps the words`, () => {
        expect(band(said)).to.deep.equal({ kind: 'choice', said, value });
      });

  it('still takes the number of a line for that line', () => {
    expect(band('3')).to.include({ value: 'high' });
  });

  for (const said of ['300', 'bố đánh con 3 lần rồi', 'ba con đánh con', 'nhà em có 4 người'])
    it(`sees no age in "${said}"`, () => {
      expect(band(said)).to.equal(undefined);
    });
});

describe('a choice', () => {
  const flow =
    'q: { kind: choice, save: safe, choices: ["yes", "no", other], to: { "no": other }, next: end }';
  const texts =
    'q: { ask: "?", choices: { "yes": Có, "no": Không, other: { label: Khác, accept: [chuyện khác] } } }';
  const answer = (talk: Stage): unknown => talk.state.answers['safe'];

  it('shows its choices and the offers as buttons', () => {
    expect(stage(flow, texts).buttons).to.deep.equal([
      'Có',
      'Không',
      'Khác',
      'Không muốn trả lời',
      'Gặp cô chú',
    ]);
  });

  for (const said of ['Có', 'co', 'CÓ', 'vâng', 'yes', '1', ' có. ']) {
    it(`takes "${said}" for yes and keeps the words`, () => {
      expect(answer(stage(flow, texts).say(said))).to.deep.equal({ kind: 'choice', said, value: 'yes' });
    });
  }

  it('takes a button and keeps its label as said', () => {
    expect(answer(stage(flow, texts).tap('f.q:yes'))).to.deep.equal({
      kind: 'choice',
      said: 'Có',
      value: 'yes',
    });
    expect(answer(stage(flow, texts).tap('yes'))).to.deep.equal({ kind: 'choice', said: 'Có', value: 'yes' });
  });

  it('takes a button that comes back as typed text', () => {
    expect(answer(stage(flow, texts).say('f.q:no'))).to.deep.equal({
      kind: 'choice',
      said: 'Không',
      value: 'no',
    });
  });

  it('goes where the choice leads', () => {
    expect(outcome(stage(flow, texts).say('ko'))).to.equal('other');
    expect(outcome(stage(flow, texts).say('chuyen khac'))).to.equal('done');
  });

  it('takes the intent of a message for yes and no', () => {
    expect(outcome(stage(flow, texts).say('hông có đâu ạ', 'no'))).to.equal('other');
  });

  it('finds a choice within a sentence, but not beside a denial', () => {
    expect(outcome(stage(flow, texts).say('con muốn nói chuyện khác ạ'))).to.equal('done');
    expect(stage(flow, texts).say('không phải chuyện khác đâu mà').last.understood).to.equal(false);
  });

  it('does not take what is none of the choices', () => {
    const talk = stage(flow, texts).say('bố con đi làm xa');
    expect(talk.last.understood).to.equal(false);
    expect(talk.keys).to.deep.equal(['engine.not-understood', 'f.q.ask']);
    expect(stage(flow, texts).tap('f.q:nonsense').last.understood).to.equal(false);
    expect(stage(flow, texts).say('7').last.understood).to.equal(false);
  });

  it('numbers its choices where a channel has too few buttons', () => {
    const talk = stage(flow, texts, 2);
    expect(talk.says[0]?.lines).to.deep.equal(['1. Có', '2. Không', '3. Khác']);
    expect(talk.buttons).to.deep.equal(['Không muốn trả lời', 'Gặp cô chú']);
    expect(outcome(talk.say('2'))).to.equal('other');
    expect(stage(flow, texts, 0).says[0]?.lines.length).to.equal(5);
  });
});

describe('a choice of several', () => {
  const flow =
    'q: { kind: choice, save: what, multiple: true, offer: [skip], choices: [hit, shout, lock], next: end }';
  const texts = 'q: { ask: "?", choices: { hit: Đánh, shout: Mắng, lock: Nhốt } }';
  const values = (talk: Stage): unknown => talk.state.answers['what'];

  it('gathers taps until the person is done', () => {
    const talk = stage(flow, texts).tap('f.q:hit');
    expect(talk.keys).to.deep.equal(['engine.choose-more']);
    expect(talk.buttons).to.deep.equal(['Mắng', 'Nhốt', 'Xong rồi', 'Gặp cô chú']);
    talk.tap('f.q:lock').tap('f.q:!done');
    expect(values(talk)).to.deep.equal({ kind: 'choices', said: 'Đánh, Nhốt', values: ['hit', 'lock'] });
    expect(outcome(talk)).to.equal('done');
  });

  it('takes several from one message, by words or numbers', () => {
    expect(values(stage(flow, texts).say('đánh và nhốt'))).to.deep.equal({
      kind: 'choices',
      said: 'đánh và nhốt',
      values: ['hit', 'lock'],
    });
    expect(values(stage(flow, texts).say('1, 3'))).to.deep.equal({
      kind: 'choices',
      said: '1, 3',
      values: ['hit', 'lock'],
    });
  });

  it('goes on by itself when all are chosen', () => {
    expect(outcome(stage(flow, texts).say('1,2,3'))).to.equal('done');
  });

  it('takes "no" at once for none of them', () => {
    const talk = stage(flow, texts).say('không', 'no');
    expect(values(talk)).to.deep.equal({ kind: 'skipped' });
  });

  it('does not take other words', () => {
    const talk = stage(flow, texts).tap('f.q:hit').say('hôm qua');
    expect(talk.last.understood).to.equal(false);
    expect(values(talk)).to.deep.include({ values: ['hit'] });
  });
});

describe('a question for words', () => {
  it('keeps the words exactly', () => {
    const talk = stage('q: { kind: text, save: story, next: end }').say('  Bố  ĐÁNH con :( ');
    expect(talk.state.answers['story']).to.deep.equal({ kind: 'text', said: '  Bố  ĐÁNH con :( ' });
    expect(outcome(talk)).to.equal('done');
  });

  it('gathers messages until the person is done', () => {
    const talk = stage('q: { kind: text, save: story, gather: true, next: end }').say('một').say('hai');
    expect(talk.keys).to.deep.equal(['engine.gather-more']);
    expect(talk.say('xong').state.answers['story']).to.deep.equal({ kind: 'text', said: 'một\nhai' });
    expect(outcome(talk)).to.equal('done');
  });

  it('takes "thôi" for enough while gathering, and for stop elsewhere', () => {
    const talk = stage('q: { kind: text, save: story, gather: true, next: end }')
      .say('một')
      .say('thôi ạ')
      .say('thôi');
    expect(outcome(talk)).to.equal('done');
    expect(outcome(stage('q: { kind: text, save: story, next: end }').say('thôi'))).to.equal('stopped');
  });

  it('keeps the beginning of words that are too many and says so', () => {
    const talk = stage('q: { kind: text, save: story, max: 5, next: end }').say('123456789');
    expect(talk.state.answers['story']).to.deep.equal({ kind: 'text', said: '12345' });
    expect(talk.keys).to.include('engine.text-long');
  });

  it('keeps a file sent instead of words and asks on', () => {
    const talk = stage('q: { kind: text, save: story, next: end }').send('a');
    expect(talk.keys).to.deep.equal(['engine.no-files', 'f.q.ask']);
    expect(talk.state.answers['attachments']).to.deep.include({ kind: 'attachments' });
  });

  it('is not ended by a command word within a story', () => {
    const talk = stage('q: { kind: text, save: story, next: end }').say(
      'con muốn gặp người lớn mà không ai nghe',
      'ask_human',
    );
    expect(talk.others('handoff')).to.deep.equal([]);
    expect(talk.state.answers['story']).to.deep.include({ kind: 'text' });
  });
});

describe('a question for a number', () => {
  const flow =
    'q: { kind: number, save: age, min: 0, max: 100, age: true, bands: [{ below: 12, to: other }], next: end }';

  it('takes words and digits, and branches by bands', () => {
    expect(outcome(stage(flow).say('tám tuổi'))).to.equal('other');
    expect(outcome(stage(flow).say('15'))).to.equal('done');
    expect(stage(flow).say('lớp 3').state.answers['age']).to.deep.equal({
      kind: 'number',
      said: 'lớp 3',
      value: 8,
      to: 9,
      approximate: true,
    });
  });

  it('names the limits for a number outside of them', () => {
    const talk = stage(flow).say('250');
    expect(talk.keys).to.deep.equal(['engine.number-range', 'f.q.ask']);
    expect(talk.last.understood).to.equal(false);
  });

  it('keeps "I do not know" as said', () => {
    expect(stage(flow).say('em chịu', 'unsure').state.answers['age']).to.deep.equal({
      kind: 'text',
      said: 'em chịu',
    });
  });

  it('does not take other words', () => expect(stage(flow).say('em buồn').last.understood).to.equal(false));
});

describe('a question for a date', () => {
  const flow = 'q: { kind: date, save: when, next: end }';

  it('keeps the words and the days they can mean', () => {
    const wanted = {
      kind: 'date',
      said: 'tuần trước',
      from: '2026-11-16',
      to: '2026-11-22',
      precision: 'week',
    };
    expect(stage(flow).say('tuần trước').state.answers['when']).to.deep.equal(wanted);
  });

  it('takes "I do not remember" for an answer', () => {
    expect(stage(flow).say('con ko nhớ').state.answers['when']).to.deep.include({
      precision: 'unknown',
      said: 'con ko nhớ',
    });
  });

  it('asks once more for words that tell no time, then keeps them as said', () => {
    const talk = stage(flow).say('lúc bà đi chợ Gạo');
    expect(talk.last.understood).to.equal(false);
    expect(talk.say('lúc bà đi chợ').state.answers['when']).to.deep.equal({
      kind: 'date',
      said: 'lúc bà đi chợ',
      from: null,
      to: null,
      precision: 'unknown',
    });
  });
});

describe('a question for a place', () => {
  const flow = 'q: { kind: place, save: place, next: end }';
  const found = (talk: Stage): unknown => {
    const answer = talk.state.answers['place'];
    return answer?.kind === 'place' ? answer : undefined;
  };

  it('keeps the words and the unit', () => {
    const wanted = {
      kind: 'unit',
      unit: { vintage: 2025, code: '11953' },
      now: [{ vintage: 2025, code: '11953' }],
    };
    expect(found(stage(flow).say('pho hien'))).to.deep.equal({
      kind: 'place',
      said: 'pho hien',
      found: wanted,
    });
  });

  it('offers the communes of that name, and none of these', () => {
    const talk = stage(flow).say('Lê Lợi');
    expect(talk.keys).to.deep.equal(['engine.choose-place']);
    expect(talk.buttons).to.deep.equal(['xã Lê Lợi', 'Lê Lợi, Hưng Yên', 'Không có ở đây']);
  });

  for (const said of ['2', 'Lê Lợi, Hưng Yên', 'le loi hung yen', 'phường Lê Lợi']) {
    it(`takes "${said}" for the second of them`, () => {
      expect(found(stage(flow).say('Lê Lợi').say(said))).to.deep.include({ said: 'Lê Lợi' });
      expect(found(stage(flow).say('Lê Lợi').say(said))).to.have.nested.property('found.unit.vintage', 2022);
    });
  }

  it('keeps the words alone if it is none of these', () => {
    expect(found(stage(flow).say('Lê Lợi').say('nơi khác'))).to.deep.equal({
      kind: 'place',
      said: 'Lê Lợi',
      found: { kind: 'none' },
    });
  });

  it('takes another place said instead of a choice', () => {
    expect(found(stage(flow).say('Lê Lợi').say('à ở Phố Hiến'))).to.deep.include({ said: 'à ở Phố Hiến' });
  });

  it('asks which part of a commune that was split, and keeps the whole if that is not known', () => {
    const talk = stage(flow).say('Đình Dù');
    expect(talk.keys).to.deep.equal(['engine.choose-split']);
    expect(talk.buttons).to.deep.equal(['xã Đại Đồng', 'xã Như Quỳnh', 'Không chắc']);
    expect(found(talk.say('không biết'))).to.have.nested.property('found.unit.vintage', 2022);
    expect(found(stage(flow).say('Đình Dù').say('như quỳnh'))).to.have.nested.property(
      'found.unit.code',
      '12004',
    );
  });

  it('does not take a bare number for a place, and "I do not know" without more words', () => {
    expect(stage(flow).say('2').last.understood).to.equal(false);
    const talk = stage(flow).say('em không biết', 'unsure');
    expect(talk.keys).to.deep.equal([]);
    expect(found(talk)).to.deep.include({ said: 'em không biết' });
  });

  it('keeps a place outside the province as said', () => {
    const talk = stage(flow).say('Hà Nội');
    expect(found(talk)).to.deep.equal({ kind: 'place', said: 'Hà Nội', found: { kind: 'none' } });
    expect(talk.keys).to.include('engine.place-unknown');
  });
});

describe('a question for files', () => {
  const flow = 'q: { kind: attachment, save: photos, max: 2, next: end }';

  it('keeps files until the person is done', () => {
    const talk = stage(flow).send('a');
    expect(talk.keys).to.deep.equal(['engine.files-kept']);
    expect(outcome(talk.say('hết rồi ạ', 'no'))).to.equal('done');
    expect(talk.state.answers['photos']).to.have.nested.property('files.length', 1);
  });

  it('goes on by itself at the most it keeps', () => {
    const talk = stage(flow).send('a', 'b', 'c');
    expect(talk.state.answers['photos']).to.have.nested.property('files.length', 2);
    expect(outcome(talk)).to.equal('done');
  });

  it('does not take words for a file', () =>
    expect(stage(flow).say('đây ạ').last.understood).to.equal(false));

  it('takes "no" for no files', () => expect(outcome(stage(flow).say('không', 'no'))).to.equal('done'));
});

describe('an action', () => {
  const flow =
    'q: { kind: action, action: report.submit, outcomes: { done: told, empty: other } }\ntold: { kind: say, next: end }';
  const texts = 'told: { say: "Mã: {receipt}" }';

  it('is asked for and waits', () => {
    const talk = stage(flow, texts);
    expect(talk.last.effects).to.deep.equal([{ kind: 'action', name: 'report.submit', args: {} }]);
    expect(talk.step).to.equal('f.q');
  });

  it('leads on by its outcome, and what it brought is said but not kept', () => {
    const talk = stage(flow, texts).result('report.submit', 'done', { receipt: '1234' });
    expect(talk.says[0]?.params).to.deep.equal({ receipt: '1234' });
    expect(JSON.stringify(talk.state)).not.to.include('1234');
    expect(outcome(stage(flow, texts).result('report.submit', 'empty'))).to.equal('other');
  });

  it('ends the flow for an outcome nobody foresaw', () => {
    expect(outcome(stage(flow, texts).result('report.submit', 'strange'))).to.equal('lost');
  });

  it('ignores the result of another action', () => {
    const talk = stage(flow, texts).result('weather.tell', 'done');
    expect(talk.last.understood).to.equal(false);
    expect(talk.step).to.equal('f.q');
  });

  it('is asked for again if the person writes before it is done', () => {
    expect(stage(flow, texts).say('alo').others('action').length).to.equal(1);
  });

  it('is repeated to ask a question that shows what it brought', () => {
    const confirm =
      'q: { kind: action, action: report.summarise, outcomes: { done: ok, empty: other } }\nok: { kind: choice, save: ok, choices: ["yes"], next: end }';
    const talk = stage(confirm, 'ok: { ask: "{summary} đúng không?", choices: { "yes": Đúng } }').result(
      'report.summarise',
      'done',
      { summary: 'X' },
    );
    expect(talk.says[0]?.params).to.deep.equal({ summary: 'X' });
    talk.say('nói gì đó');
    expect(talk.others('action')).to.deep.equal([{ kind: 'action', name: 'report.summarise', args: {} }]);
    talk.result('report.summarise', 'done', { summary: 'X' });
    expect(talk.says[0]?.params).to.deep.equal({ summary: 'X' });
    expect(talk.say('nói gì nữa').keys).to.include('engine.not-understood-again');
  });
});

describe('a handoff', () => {
  it('tells the person, asks for a person, and goes on', () => {
    const talk = stage(
      'q: { kind: handoff, urgency: immediate, reason: danger-now, next: end }',
      'q: { say: "111" }',
    );
    expect(talk.last.effects.map(({ kind }) => kind)).to.deep.equal(['say', 'handoff', 'end']);
    expect(talk.others('handoff')).to.deep.equal([
      { kind: 'handoff', urgency: 'immediate', reason: 'danger-now' },
    ]);
  });
});

describe('set and switch', () => {
  it('set the voice, the way to address, and answers that follow', () => {
    const talk = stage(
      'q: { kind: set, voice: child, address: con, answers: { reporter: child }, next: hi }\nhi: { kind: say, next: end }',
      'hi: { say: "Chào {you}" }',
    );
    expect(talk.says[0]).to.deep.include({ voice: 'child', params: { you: 'con' } });
    expect(talk.state.answers['reporter']).to.deep.equal({ kind: 'choice', said: '', value: 'child' });
  });

  const branch =
    'q: { kind: choice, save: x, multiple: true, choices: [a, b], next: s }\ns: { kind: switch, on: x, cases: { b: other, skipped: other }, next: end }';
  const texts = 'q: { ask: "?", choices: { a: A1, b: B1 } }';

  it('branch on an answer, also one of several, and on a skipped one', () => {
    expect(outcome(stage(branch, texts).say('a1, b1'))).to.equal('other');
    expect(outcome(stage(branch, texts).say('a1').say('xong'))).to.equal('done');
    expect(outcome(stage(branch, texts).say('bỏ qua'))).to.equal('other');
  });

  it('branch on the channel, the voice and on what is missing', () => {
    const on = (name: string, value: string): unknown =>
      outcome(stage(`q: { kind: switch, on: ${name}, cases: { ${value}: other }, next: end }`));
    expect(on('channel', 'directline')).to.equal('other');
    expect(on('channel', 'zalo')).to.equal('done');
    expect(on('voice', 'unknown')).to.equal('other');
    expect(on('locale', 'vi')).to.equal('other');
    expect(on('never_asked', 'missing')).to.equal('other');
  });
});

describe('a link', () => {
  const flow =
    'q: { kind: text, save: x, next: a }\na: { kind: action, action: conversation.sever, outcomes: { done: l, unavailable: l } }\nl: { kind: say, secret: true, link: { label: bot.open-page, url: "{link}" }, next: f }\nf: { kind: say, link: { label: bot.open-page, url: "https://example.org/them" }, next: end }';
  const texts = 'q: { ask: "?" }\nl: { say: "Trang đây" }\nf: { say: "Đọc thêm" }';
  const links = (talk: Stage): unknown => talk.says.map(({ link }) => link);

  it('leads to what the action has brought, or to a fixed page', () => {
    const talk = stage(flow, texts).say('gì đó');
    talk.result('conversation.sever', 'done', { link: 'https://chat.example.org/#k=x', minutes: 30 });
    expect(links(talk)).to.deep.equal([
      { label: 'bot.open-page', url: 'https://chat.example.org/#k=x' },
      { label: 'bot.open-page', url: 'https://example.org/them' },
    ]);
    expect(talk.says[0]).to.deep.include({ secret: true, buttons: [] });
    expect(JSON.stringify(talk.state), 'is not kept').not.to.include('chat.example.org');
  });

  it('is not shown where nothing was brought', () => {
    const talk = stage(flow, texts).say('gì đó').result('conversation.sever', 'unavailable');
    expect(links(talk)).to.deep.equal([
      undefined,
      { label: 'bot.open-page', url: 'https://example.org/them' },
    ]);
  });
});

describe('a call', () => {
  const flows = {
    f: 'a: { kind: call, flow: g, next: b }\nb: { kind: say, next: end }\nend: { kind: end }',
    g: 'q: { kind: choice, save: x, choices: ["yes", h], to: { h: hand }, next: end }\nhand: { kind: call, flow: h }\nend: { kind: end }',
    h: 'z: { kind: text, save: z, next: end }\nend: { kind: end, outcome: done-h }',
  };
  const texts = {
    g: 'q: { ask: "?", choices: { "yes": Có, h: Ha } }',
    f: 'b: { say: B }',
    h: 'z: { ask: "z?" }',
  };
  const talk = (): Stage => new Stage(aLibrary(flows), someTexts(texts)).begin('f');

  it('runs another flow and comes back without a word', () => {
    expect(talk().say('có').keys).to.deep.equal(['f.b.say']);
  });

  it('comes back also from the flow that took the place of the one called', () => {
    const there = talk().say('Ha');
    expect(there.step).to.equal('h.z');
    expect(there.say('gì đó').keys).to.deep.equal(['f.b.say']);
    expect(there.state.stack).to.deep.equal([]);
  });

  it('goes back over its border', () => {
    const library = aLibrary({
      ...flows,
      f: 'p: { kind: text, save: p, next: a }\na: { kind: call, flow: g, next: b }\nb: { kind: say, next: end }\nend: { kind: end }',
    });
    const there = new Stage(library, someTexts({ ...texts, f: 'p: { ask: P }\nb: { say: B }' }))
      .begin('f')
      .say('x');
    expect(there.step).to.equal('g.q');
    expect(there.say('quay lại').step).to.equal('f.p');
  });
});
