import { expect } from 'chai';
import { aLibrary, Stage, someTexts } from './stage.ts';

const flows = {
  report:
    'safe: { kind: choice, save: safe, choices: ["yes", "no"], to: { "no": sad }, next: who }\nsad: { kind: say, next: who }\nwho: { kind: text, save: who, next: when }\nwhen: { kind: date, save: when, next: confirm }\nconfirm: { kind: choice, save: ok, skippable: false, choices: ["yes"], next: end }\nend: { kind: end }',
  danger:
    'call: { kind: say, danger: true, next: alone }\nalone: { kind: choice, save: alone, choices: ["yes", "no"], next: end }\nend: { kind: end }',
  welcome: 'hi: { kind: choice, save: hi, choices: ["yes"], next: end }\nend: { kind: end }',
};
const yesNo = 'choices: { "yes": Có, "no": Không }';
const texts = {
  report: `safe: { ask: "An toàn?", retry: "Có an toàn không?", ${yesNo} }\nsad: { say: Buồn }\nwho: { ask: "Ai?" }\nwhen: { ask: "Khi nào?" }\nconfirm: { ask: "Gửi?", choices: { "yes": Gửi } }`,
  danger: `call: { say: "111" }\nalone: { ask: "Một mình?", ${yesNo} }`,
  welcome: 'hi: { ask: "Chào?", choices: { "yes": Có } }',
};

function stage(commands = {}): Stage {
  return new Stage({ ...aLibrary(flows, commands), start: 'welcome' }, someTexts(texts)).begin('report');
}

describe('the engine', () => {
  it('leads from question to question and reports each answer', () => {
    const talk = stage();
    expect(talk.keys).to.deep.equal(['report.safe.ask']);
    talk.say('không');
    expect(talk.keys).to.deep.equal(['report.sad.say', 'report.who.ask']);
    expect(talk.others('answer')).to.deep.equal([
      { kind: 'answer', field: 'safe', answer: { kind: 'choice', said: 'không', value: 'no' } },
    ]);
    talk.say('chú').say('hôm qua').say('gửi');
    expect(talk.last.effects.at(-1)).to.deep.equal({ kind: 'end', flow: 'report', outcome: 'done' });
    expect(Object.keys(talk.state.answers)).to.deep.equal(['safe', 'who', 'when', 'ok']);
    expect(talk.state.stack).to.deep.equal([]);
  });

  it('asks in other words at the first miss, and offers a person and 111 from the second', () => {
    const talk = stage().say('lơ mơ');
    expect(talk.keys).to.deep.equal(['report.safe.retry']);
    expect(talk.buttons).to.include('Có');
    talk.say('lơ tơ mơ');
    expect(talk.keys).to.deep.equal(['engine.not-understood-again', 'report.safe.ask']);
    expect(talk.says[0]?.buttons.map(({ label }) => label)).to.deep.equal(['Gặp cô chú']);
    expect(talk.last.understood).to.equal(false);
  });

  it('forgets misses once it understands', () => {
    const talk = stage().say('lơ mơ').say('có').say('chú').say('lung tung');
    expect(talk.keys).to.deep.equal(['engine.not-understood', 'report.when.ask']);
  });

  it('skips any question but a confirmation', () => {
    const talk = stage().say('bỏ qua');
    expect(talk.state.answers['safe']).to.deep.equal({ kind: 'skipped' });
    expect(talk.step).to.equal('report.who');
    talk.tap('report.who:!skip').say('em không muốn trả lời đâu');
    expect(talk.step).to.equal('report.confirm');
    expect(talk.buttons).not.to.include('Không muốn trả lời');
    expect(talk.say('bỏ qua').keys).to.deep.equal(['engine.cannot-skip', 'report.confirm.ask']);
  });

  it('goes back question by question, over what was only said', () => {
    const talk = stage().say('không').say('chú').say('quay lại');
    expect(talk.step).to.equal('report.who');
    expect(talk.say('quay lại').step).to.equal('report.safe');
    expect(talk.say('quay lại').keys).to.deep.equal(['engine.nothing-back', 'report.safe.ask']);
    expect(talk.say('có').step).to.equal('report.who');
  });

  it('shows help at any step and asks again', () => {
    const talk = stage().say('111');
    expect(talk.keys).to.deep.equal(['engine.help', 'report.safe.ask']);
    expect(talk.others('command')).to.deep.equal([{ kind: 'command', command: 'help' }]);
    expect(talk.say('Cứu!').keys[0]).to.equal('engine.help');
  });

  it('asks for a person and keeps the place', () => {
    const talk = stage().say('cho em gặp cô chú với');
    expect(talk.others('handoff')).to.deep.equal([{ kind: 'handoff', urgency: 'soon', reason: 'asked' }]);
    expect(talk.step).to.equal('report.safe');
    expect(stage().say('em cần nói với ai đó', 'ask_human').others('handoff').length).to.equal(1);
    expect(stage().tap('welcome.gone:!human').others('handoff').length).to.equal(1);
  });

  it('runs the flow that takes a command over, and asks on afterwards', () => {
    const talk = stage({ human: 'danger' }).say('gặp người');
    expect(talk.step).to.equal('danger.alone');
    expect(talk.say('có').keys).to.deep.equal(['engine.resume', 'report.safe.ask']);
  });

  it('stops when told to, with an end', () => {
    const talk = stage().say('dừng');
    expect(talk.keys).to.deep.equal(['engine.stopped']);
    expect(talk.others('end')).to.deep.equal([{ kind: 'end', flow: 'report', outcome: 'stopped' }]);
    expect(talk.state.stack).to.deep.equal([]);
  });

  it('does not stop for the word in a longer sentence', () => {
    expect(stage().say('em không muốn dừng').others('command')).to.deep.equal([]);
  });

  it('starts over with no answers', () => {
    const talk = stage().say('có').say('từ đầu');
    expect(talk.step).to.equal('welcome.hi');
    expect(talk.state.answers).to.deep.equal({});
    expect(talk.state.stack.length).to.equal(1);
  });

  it('tells that deleting was asked for', () => {
    expect(stage().say('xóa hết').others('command')).to.deep.equal([{ kind: 'command', command: 'delete' }]);
  });

  it('asks nothing of before once all is forgotten', () => {
    const forget =
      'a: { kind: action, action: conversation.forget, outcomes: { done: end } }\nend: { kind: end }';
    const talk = new Stage(aLibrary({ ...flows, forget }, { delete: 'forget' }), someTexts(texts))
      .begin('report')
      .say('có')
      .say('xóa hết');
    talk.result('conversation.forget', 'done');
    expect(talk.state.stack).to.deep.equal([]);
    expect(talk.state.answers).to.deep.equal({});
    expect(talk.keys).to.deep.equal([]);
  });

  it('answers the safe word with the weather and nothing else', () => {
    const talk = stage().say('thời tiết');
    expect(talk.keys).to.deep.equal(['engine.weather']);
    expect(talk.buttons).to.deep.equal([]);
    expect(talk.say('đang nói chuyện với ai thế').keys).to.deep.equal(['engine.weather']);
    expect(talk.say('có').keys).to.deep.equal(['engine.weather']);
    expect(talk.say('tiếp tục').keys).to.deep.equal(['report.safe.ask']);
    expect(talk.say('có').step).to.equal('report.who');
  });

  it('lets help through after the safe word', () => {
    expect(stage().say('thời tiết').say('111').keys[0]).to.equal('engine.help');
    expect(stage().say('thời tiết').begin('danger').keys).to.deep.equal([
      'danger.call.say',
      'danger.alone.ask',
    ]);
  });

  it('interrupts for danger and resumes at the question', () => {
    const talk = stage().say('có').begin('danger');
    expect(talk.keys).to.deep.equal(['danger.call.say', 'danger.alone.ask']);
    talk.say('có');
    expect(talk.keys).to.deep.equal(['engine.resume', 'report.who.ask']);
    expect(talk.say('chú').step).to.equal('report.when');
  });

  it('does not start a flow twice', () => {
    const talk = stage().say('có').begin('danger').begin('danger');
    expect(talk.state.stack.map(({ flow }) => flow)).to.deep.equal(['report', 'danger']);
    expect(talk.keys).to.deep.equal(['danger.alone.ask']);
    expect(talk.begin('report').state.stack.map(({ flow }) => flow)).to.deep.equal(['report']);
    expect(talk.keys).to.deep.equal(['engine.resume', 'report.who.ask']);
  });

  it('gives up what was under way if told to', () => {
    expect(
      stage()
        .begin('danger', true)
        .state.stack.map(({ flow }) => flow),
    ).to.deep.equal(['danger']);
  });

  it('asks again after a silence', () => {
    expect(stage().say('có').resume().keys).to.deep.equal(['engine.resume', 'report.who.ask']);
  });

  it('starts anew for someone in no flow', () => {
    const talk = stage().say('dừng').say('alo');
    expect(talk.step).to.equal('welcome.hi');
    expect(talk.last.understood).to.equal(false);
  });

  it('keeps a file nobody asked for and asks again', () => {
    const talk = stage().send('a').send('b');
    expect(talk.state.answers['attachments']).to.have.nested.property('files.length', 2);
    expect(talk.keys).to.deep.equal(['engine.no-files', 'report.safe.ask']);
  });

  it('does not take a late tap for an answer to another question', () => {
    const talk = stage().say('có').tap('report.safe:no');
    expect(talk.keys).to.deep.equal(['engine.late-button', 'report.who.ask']);
    expect(talk.state.answers['safe']).to.deep.include({ value: 'yes' });
    expect(talk.tap('report.safe:!skip').step).to.equal('report.who');
  });

  it('addresses a child by the word it calls itself, but an adult not by that of the child', () => {
    const talk = new Stage(
      aLibrary({
        f: 's: { kind: set, voice: child, next: q }\nq: { kind: text, save: q, next: end }\nend: { kind: end }',
      }),
      someTexts(),
    ).begin('f');
    expect(talk.say('bố đánh con trai của bác ấy').state.address).to.equal(undefined);
    expect(talk.begin('f').say('con sợ lắm').state.address).to.equal('con');
    expect(talk.begin('f').say('bác đánh cháu').state.address).to.equal('chau');
    const adult = new Stage(
      aLibrary({
        f: 's: { kind: set, voice: adult, next: q }\nq: { kind: text, save: q, next: end }\nend: { kind: end }',
      }),
      someTexts(),
    ).begin('f');
    expect(adult.say('con tôi sợ lắm').state.address).to.equal(undefined);
  });

  it('helps instead of failing where a flow is unknown', () => {
    expect(
      new Stage({ ...aLibrary(flows), start: 'gone' }, someTexts(texts)).begin('gone').keys,
    ).to.deep.equal(['engine.help']);
  });
});

describe('a flow that was changed while someone was in it', () => {
  const changed = (report: string): ReturnType<typeof aLibrary> => ({
    ...aLibrary({ ...flows, report }),
    start: 'welcome',
  });
  const rest = 'when: { kind: date, save: when, next: end }\nend: { kind: end }';

  it('takes an answer to a renamed step', () => {
    const talk = stage().say('có');
    talk.library = changed(
      `renamed: { who: person }\nsteps:\n  safe: { kind: text, save: s, next: person }\n  person: { kind: text, save: person, next: when }\n  ${rest.replace('\n', '\n  ')}`,
    );
    talk.say('chú');
    expect(talk.state.answers['person']).to.deep.equal({ kind: 'text', said: 'chú' });
    expect(talk.step).to.equal('report.when');
  });

  it('goes to the nearest earlier question that is still there', () => {
    const talk = stage().say('có').say('chú');
    talk.library = changed('safe: { kind: text, save: s, next: end }\nend: { kind: end }');
    expect(talk.say('hôm qua').keys).to.deep.equal(['engine.moved', 'report.safe.ask']);
    expect(talk.say('ổn').state.stack).to.deep.equal([]);
  });

  it('goes to the start if none of the questions is there any more', () => {
    const talk = stage().say('có').say('chú');
    talk.library = changed('anew: { kind: text, save: s, next: end }\nend: { kind: end }');
    talk.say('hôm qua');
    expect(talk.step).to.equal('report.anew');
  });

  it('starts anew if the flow is gone', () => {
    const talk = stage().say('có');
    talk.library = { ...aLibrary({ welcome: flows.welcome }), start: 'welcome' };
    expect(talk.say('chú').step).to.equal('welcome.hi');
  });

  it('still hears a cry for help', () => {
    const talk = stage().say('có');
    talk.library = changed('anew: { kind: text, save: s, next: end }\nend: { kind: end }');
    expect(talk.say('111').keys[0]).to.equal('engine.help');
  });
});
