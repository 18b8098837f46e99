import { expect } from 'chai';
import { someTexts } from '../flows/stage.ts';

const texts = someTexts({
  talk: `
hello: { say: { any: "Chào {you}.", adult: "Kính chào {You}." } }
young: { say: { child: "Em ơi." } }
plain: { ask: "{You} ở {answer.place}?", choices: { a: Một, b: { label: { child: Hai, adult: Số hai }, accept: [nhì] } } }
`,
});

describe('texts', () => {
  it('speak to a child, a teenager and an adult in their own words', () => {
    expect(texts.written('talk.hello.say', 'child')).to.equal('Chào {you}.');
    expect(texts.written('talk.hello.say', 'adult')).to.equal('Kính chào {You}.');
    expect(texts.written('talk.young.say', 'teen')).to.equal('Em ơi.');
    expect(texts.written('talk.young.say', 'unknown')).to.equal('Em ơi.');
  });

  it('never speak to an adult in words for a child alone', () => {
    expect(texts.written('talk.young.say', 'adult')).to.equal(undefined);
    expect(texts.render('talk.young.say', {}, 'adult')).to.equal('');
  });

  it('name the parameters they need', () => {
    expect(texts.params('talk.plain.ask', 'child')).to.deep.equal(['You', 'answer.place']);
    expect(texts.params('talk.nothing.ask', 'child')).to.deep.equal([]);
  });

  it('put parameters in, and nothing for those that are missing', () => {
    expect(texts.render('talk.plain.ask', { You: 'Em' }, 'child')).to.equal('Em ở ?');
  });

  it('address a person by their own word before that of their voice', () => {
    expect(texts.address('child', undefined)['you']).to.equal('em');
    expect(texts.address('child', 'con')['You']).to.equal('Con');
    expect(texts.address('adult', undefined)['You']).to.equal('Anh/chị');
    expect(texts.address('child', 'unheard-of')['you']).to.equal('em');
  });

  it('show numbered choices under the text', () => {
    const said = {
      key: 'talk.hello.say',
      params: { you: 'em' },
      voice: 'child',
      lines: ['1. Một', '2. Hai'],
    } as const;
    expect(texts.renderSay(said)).to.equal('Chào em.\n1. Một\n2. Hai');
  });

  it('label choices by voice and accept other words for them', () => {
    expect(texts.choice('talk.plain.choices.a', 'child', {})).to.deep.equal({ label: 'Một', accept: [] });
    expect(texts.choice('talk.plain.choices.b', 'adult', {})).to.deep.equal({
      label: 'Số hai',
      accept: ['nhì'],
    });
    expect(texts.choice('talk.plain.choices.z', 'adult', {})).to.deep.equal({ label: '', accept: [] });
  });
});
