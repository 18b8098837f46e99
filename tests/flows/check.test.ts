import { expect } from 'chai';
import type { z } from 'zod';
import { check } from '../../src/flows/check/check.ts';
import { engineTexts } from '../../src/flows/check/engine-texts.ts';
import type { ContentFiles } from '../../src/flows/check/files.ts';
import { Style } from '../../src/flows/check/style.ts';
import { Flow } from '../../src/flows/schema.ts';
import { CommonTexts, FlowTexts } from '../../src/texts/schema.ts';
import { faultLine, readYaml, type YamlFile } from '../../src/texts/yaml.ts';

function file<T>(path: string, source: string, schema: z.ZodType<T>): YamlFile<T> {
  const read = readYaml(path, source, schema);
  if (read.kind === 'faults') throw new Error(read.faults.map(faultLine).join('\n'));
  return read.file;
}

const commands = [
  'help',
  'human',
  'stop',
  'restart',
  'delete',
  'back',
  'skip',
  'done',
  'continue',
  'exit',
  'safe-word',
];
const common = (engine = '', bot = ''): string => `
address: { unknown: { you: bạn, staff: cô }, child: { you: em, staff: cô }, teen: { you: bạn, staff: cô }, adult: { you: anh, staff: cô } }
commands: { ${commands.map((name) => `${name}: { label: ${name} }`).join(', ')} }
answers: { "yes": { label: a }, "no": { label: b }, unsure: { label: c }, none: { label: d } }
ratings: { good: { label: e }, so-so: { label: f }, bad: { label: g } }
engine: { ${Object.keys(engineTexts)
  .map((name) => `${name}: Chào`)
  .join(', ')}${engine} }
bot: { ${bot} }
`;
const style =
  'banned: [nạn nhân]\nbannedForAll: [bí mật tuyệt đối]\nchild: { sentences: 2, questions: 1, words: 12 }\nadult: { words: 20 }\nallow: { f.long.say: must be }\n';

interface Given {
  readonly flows: Readonly<Record<string, string>>;
  readonly texts?: Readonly<Record<string, string>>;
  readonly english?: Readonly<Record<string, string>>;
  readonly engine?: string;
  readonly bot?: string;
}

/** The faults without their file, e.g. "5:3 q: nothing leads here". */
function faultsOf({ flows, texts = {}, english = texts, engine, bot }: Given): readonly string[] {
  const head = (flow: string): string => `flow: ${flow}\npurpose: test\n`;
  const names = new Map(
    Object.entries(flows).map(([flow, source]) => [
      flow,
      file(`dialogs/flows/${flow}.yaml`, head(flow) + source, Flow),
    ]),
  );
  const of = (
    sources: Readonly<Record<string, string>>,
    locale: string,
  ): ReadonlyMap<string, YamlFile<FlowTexts>> =>
    new Map(
      Object.entries(sources).map(([flow, source]) => [
        flow,
        file(`locales/${locale}/flows/${flow}.yaml`, source, FlowTexts),
      ]),
    );
  const files: ContentFiles = {
    flows: names,
    common: new Map([['vi', file('locales/vi/common.yaml', common(engine, bot), CommonTexts)]]),
    texts: new Map([
      ['vi', of(texts, 'vi')],
      ...(english === texts ? [] : [['en', of(english, 'en')] as const]),
    ]),
    style: file(
      'dialogs/style.yaml',
      style.replace(
        /allow: .*/,
        texts['f']?.includes('long:') === true ? 'allow: { f.long.say: must be }' : 'allow: {}',
      ),
      Style,
    ),
  };
  return check(files).map((fault) => faultLine(fault).replace(/^\S*?(\w+\.yaml):/, '$1:'));
}

const ask = (extra: string): string =>
  `start: q\nsteps:\n  q: { kind: choice, save: x, offer: [], choices: ["yes", "no"], next: end${extra} }\n  end: { kind: end }\n`;
const askTexts = 'q: { ask: "Có không?", choices: { "yes": Có, "no": Không } }';

function hears(name: string, given: Given, fault: RegExp): void {
  it(`tells ${name}`, () => expect(faultsOf(given).join('\n')).to.match(fault));
}

describe('the content check', () => {
  it('has nothing to say against a good flow', () => {
    expect(faultsOf({ flows: { f: ask('') }, texts: { f: askTexts } })).to.deep.equal([]);
  });

  hears(
    'a step that is not there',
    { flows: { f: ask(', to: { "no": gone }') }, texts: { f: askTexts } },
    /^f\.yaml:5:\d+ q: there is no step "gone"$/m,
  );
  hears(
    'a start that is not there',
    { flows: { f: ask('').replace('start: q', 'start: gone') }, texts: { f: askTexts } },
    /^f\.yaml:3:1 there is no step "gone"$/m,
  );
  hears(
    'a flow that is not there',
    { flows: { f: 'start: c\nsteps:\n  c: { kind: call, flow: gone }\n' } },
    /there is no flow "gone"/,
  );
  hears(
    'a step nothing leads to',
    { flows: { f: `${ask('')}  lone: { kind: end }\n` }, texts: { f: askTexts } },
    /^f\.yaml:7:3 lone: nothing leads here$/m,
  );
  hears(
    'a path with no end',
    {
      flows: { f: 'start: q\nsteps:\n  q: { kind: text, save: x, offer: [], next: q }\n' },
      texts: { f: 'q: { ask: A }' },
    },
    /q: no path from here comes to an end/,
  );
  hears(
    'a circle without a question',
    {
      flows: {
        f: 'start: a\nsteps:\n  a: { kind: switch, on: voice, cases: { child: b }, next: end }\n  b: { kind: say, next: a }\n  end: { kind: end }\n',
      },
      texts: { f: 'b: { say: B }' },
    },
    /b: leads back to itself without asking anything/,
  );
  hears(
    'a choice that leads nowhere',
    { flows: { f: ask(', to: { "yes": end }').replace(', next: end', '') }, texts: { f: askTexts } },
    /"no" lead nowhere/,
  );
  hears(
    'a branch for a choice that is none',
    { flows: { f: ask(', to: { maybe: end }') }, texts: { f: askTexts } },
    /"maybe" is none of the choices/,
  );
  hears(
    'ages for a choice that is none',
    { flows: { f: ask(', ages: { maybe: { to: 3 } }') }, texts: { f: askTexts } },
    /"maybe" is none of the choices/,
  );
  hears(
    'an age that belongs to two choices',
    {
      flows: { f: ask(', ages: { "yes": { to: 12 }, "no": { from: 12, to: 20 } }') },
      texts: { f: askTexts },
    },
    /an age belongs to two choices/,
  );
  hears(
    'more than four buttons',
    {
      flows: { f: ask('').replace('offer: []', 'offer: [skip, human]').replace('"no"]', '"no", a]') },
      texts: { f: askTexts.replace('} }', ', a: A } }') },
    },
    /5 buttons, at most 4/,
  );
  hears(
    'a sensitive question without both offers',
    { flows: { f: ask(', sensitive: true') }, texts: { f: askTexts } },
    /offers both skip and human/,
  );
  hears(
    'an unskippable question that is no choice',
    {
      flows: {
        f: 'start: q\nsteps:\n  q: { kind: text, save: x, skippable: false, next: end }\n  end: { kind: end }\n',
      },
      texts: { f: 'q: { ask: A }' },
    },
    /only a confirmation/,
  );
  hears(
    'an outcome that is forgotten',
    {
      flows: {
        f: 'start: a\nsteps:\n  a: { kind: action, action: report.submit, outcomes: { done: end } }\n  end: { kind: end }\n',
      },
    },
    /outcome "empty" of report\.submit leads nowhere/,
  );
  hears(
    'an outcome there is none of',
    {
      flows: {
        f: 'start: a\nsteps:\n  a: { kind: action, action: status.add, args: { field: x }, outcomes: { done: end, odd: end } }\n  end: { kind: end }\n',
      },
    },
    /status\.add has no outcome "odd"/,
  );
  hears(
    'an argument that is missing',
    {
      flows: {
        f: 'start: a\nsteps:\n  a: { kind: action, action: status.add, outcomes: { done: end } }\n  end: { kind: end }\n',
      },
    },
    /needs "field"/,
  );
  hears(
    'a switch on a field nobody saves',
    {
      flows: {
        f: 'start: s\nsteps:\n  s: { kind: switch, on: gone, cases: { a: end }, next: end }\n  end: { kind: end }\n',
      },
    },
    /nothing saves "gone"/,
  );
  hears(
    'a case that never comes',
    {
      flows: {
        f: `${ask('').replace('next: end', 'next: s')}  s: { kind: switch, on: x, cases: { maybe: end }, next: end }\n`,
      },
      texts: { f: askTexts },
    },
    /"x" is never "maybe"/,
  );
  hears(
    'a renamed step that is still there',
    { flows: { f: `renamed: { q: end }\n${ask('')}` }, texts: { f: askTexts } },
    /"q" is still a step/,
  );

  hears(
    'more than five messages before a question, also through a called flow',
    {
      flows: {
        f: 'start: a\nsteps:\n  a: { kind: say, next: b }\n  b: { kind: say, next: c }\n  c: { kind: call, flow: g, next: end }\n  end: { kind: end }\n',
        g: 'start: a\nsteps:\n  a: { kind: say, next: b }\n  b: { kind: say, next: c }\n  c: { kind: say, next: d }\n  d: { kind: say, next: end }\n  end: { kind: end }\n',
      },
      texts: {
        f: 'a: { say: A }\nb: { say: B }',
        g: 'a: { say: A }\nb: { say: B }\nc: { say: C }\nd: { say: D }',
      },
    },
    /^f\.yaml:5:3 a: 6 messages before the next question, at most 5$/m,
  );

  hears(
    'a step of danger without 111',
    { flows: { f: ask(', danger: true') }, texts: { f: askTexts } },
    /q: a step of danger without 111 in sight \(vi\)/,
  );
  it('accepts 111 in the text, or said just before on every path', () => {
    expect(
      faultsOf({
        flows: { f: ask(', danger: true') },
        texts: { f: askTexts.replace('Có không?', 'Có không? Gọi 111.') },
      }),
    ).to.deep.equal([]);
    const before = `start: a\nsteps:\n  a: { kind: say, next: q }\n${ask(', danger: true').replace(/^[\s\S]*?steps:\n/, '')}`;
    expect(faultsOf({ flows: { f: before }, texts: { f: `a: { say: "111" }\n${askTexts}` } })).to.deep.equal(
      [],
    );
    expect(
      faultsOf({ flows: { f: before }, texts: { f: `a: { say: "1111" }\n${askTexts}` } }).length,
    ).to.equal(1);
  });

  hears(
    'a missing text',
    { flows: { f: ask('') }, texts: { f: 'q: { ask: "A?", choices: { "yes": Có } }' } },
    /no text q\.choices\.no in locales\/vi\/flows\/f\.yaml/,
  );
  hears(
    'a text missing in one locale',
    { flows: { f: ask('') }, texts: { f: askTexts }, english: { f: askTexts } },
    /^$/,
  );
  hears(
    'an unused text',
    { flows: { f: ask('') }, texts: { f: `${askTexts}\nold: { say: A }` } },
    /^f\.yaml:2:1 no step "old" uses these texts$/m,
  );
  hears(
    'an unused choice',
    { flows: { f: ask('') }, texts: { f: askTexts.replace('"no": Không', '"no": Không, maybe: A') } },
    /q\.choices\.maybe is used by nothing/,
  );
  hears(
    'texts of no flow',
    { flows: { f: ask('') }, texts: { f: askTexts, old: 'a: { say: A }' } },
    /^old\.yaml:1:1 there is no flow "old"$/m,
  );
  hears(
    'a parameter nobody brings',
    { flows: { f: ask('') }, texts: { f: askTexts.replace('Có không?', '{receipt} không?') } },
    /\{receipt\} is not known here/,
  );
  hears(
    'an answer nobody saves',
    { flows: { f: ask('') }, texts: { f: askTexts.replace('Có không?', '{answer.y} không?') } },
    /\{answer\.y\} is not known here/,
  );
  hears(
    'other parameters in another locale',
    {
      flows: { f: ask('') },
      texts: { f: askTexts.replace('Có không?', '{answer.x} không?') },
      english: { f: askTexts },
    },
    /not the same parameters in all locales: \{answer\.x\}/,
  );
  hears(
    'a label a channel would cut',
    { flows: { f: ask('') }, texts: { f: askTexts.replace('Không', 'Em không muốn trả lời đâu') } },
    /25 characters, at most 20/,
  );
  hears(
    'a text a channel would cut',
    { flows: { f: ask('') }, texts: { f: askTexts.replace('Có không?', `${'rất dài. '.repeat(80)}`) } },
    /720 characters, at most 640/,
  );
  hears(
    'a voice that hears nothing',
    { flows: { f: ask('') }, texts: { f: askTexts.replace('"Có không?"', '{ child: "Có không?" }') } },
    /no words for the voice "adult"/,
  );
  hears(
    'a word no child should hear',
    { flows: { f: ask('') }, texts: { f: askTexts.replace('Có không?', 'Nạn nhân là ai?') } },
    /"nạn nhân" must not be said here/,
  );
  hears(
    'a word nobody should hear',
    {
      flows: { f: `voices: [adult]\n${ask('')}` },
      texts: { f: askTexts.replace('Có không?', 'Bí mật tuyệt đối.') },
    },
    /"bí mật tuyệt đối" must not be said here/,
  );
  hears(
    'a long sentence to a child',
    {
      flows: { f: ask('') },
      texts: { f: askTexts.replace('Có không?', 'một hai ba bốn năm sáu bảy tám chín mười mười một nữa?') },
    },
    /a sentence of 13 words, at most 12/,
  );
  hears(
    'two questions in one message',
    { flows: { f: ask('') }, texts: { f: askTexts.replace('Có không?', 'Ai? Ở đâu?') } },
    /2 questions in one message/,
  );
  hears(
    'many sentences to a child',
    { flows: { f: ask('') }, texts: { f: askTexts.replace('Có không?', 'Một. Hai. Ba.') } },
    /3 sentences, at most 2 to a child/,
  );
  hears(
    'words that mean two choices',
    {
      flows: { f: ask('') },
      texts: { f: askTexts.replace('"no": Không', '"no": { label: Không, accept: [có] }') },
    },
    /choices\.no: "có" already means "yes"/,
  );
  hears(
    'an engine text nobody says',
    { flows: { f: ask('') }, texts: { f: askTexts }, engine: ', old: A' },
    /engine\.old is used by nothing/,
  );
  hears(
    'a wrong parameter of an engine text',
    {
      flows: { f: ask('') },
      texts: { f: askTexts },
      engine: ', resume: "{count}"'.replace(', resume', ', zzz'),
    },
    /engine\.zzz/,
  );

  it('speaks otherwise to adults, and lets an allowed text be long', () => {
    const long = 'start: long\nsteps:\n  long: { kind: say, next: end }\n  end: { kind: end }\n';
    expect(
      faultsOf({ flows: { f: long }, texts: { f: 'long: { say: "Một. Hai. Ba. Bốn." }' } }),
    ).to.deep.equal([]);
    const adult = {
      flows: { f: `voices: [adult]\n${ask('')}` },
      texts: {
        f: askTexts.replace(
          'Có không?',
          'Nạn nhân ở đâu, hiện có ai ở cùng và lần gần nhất xảy ra là khi nào?',
        ),
      },
    };
    expect(faultsOf(adult)).to.deep.equal([]);
  });

  it('does not count lines that only show something as sentences', () => {
    const shown = askTexts.replace(
      '"Có không?"',
      '"Gọi nhé:\\n111\\nCông an: 113\\nCấp cứu:\\n115\\nCó không?"',
    );
    expect(faultsOf({ flows: { f: ask('') }, texts: { f: shown } })).to.deep.equal([]);
  });
});

describe('the content check of links', () => {
  const flow = (link: string, more = ', secret: true'): string =>
    `start: a\nsteps:\n  a: { kind: action, action: conversation.sever, outcomes: { done: l, unavailable: end } }\n  l:\n    kind: say\n    link: ${link}\n    next: end${more === '' ? '' : '\n    secret: true'}\n  end: { kind: end }\n`;
  const texts = { f: 'l: { say: "Trang đây." }' };
  const bot = 'open-page: Mở trang, long: Mở trang này ra để đọc thêm nhé, full: "Trang của {you}"';
  const given = (link: string, more?: string): Given => ({ flows: { f: flow(link, more) }, texts, bot });
  const faults = (link: string, more?: string): string => faultsOf(given(link, more)).join('\n');

  it('has nothing to say against a good one', () => {
    expect(faults('{ label: bot.open-page, url: "{link}" }')).to.equal('');
    expect(faults('{ label: bot.open-page, url: "https://example.org/a" }', '')).to.equal('');
  });

  for (const [name, link, fault] of [
    [
      'a parameter that nothing brings',
      '{ label: bot.open-page, url: "{page}" }',
      /^f\.yaml:8:\d+ l: \{page\} is no/,
    ],
    [
      'a parameter that is no address',
      '{ label: bot.open-page, url: "{minutes}" }',
      /^f\.yaml:8:\d+ l: \{minutes\} is/,
    ],
    [
      'a label that is not there',
      '{ label: bot.gone, url: "{link}" }',
      /^f\.yaml:8:\d+ l: no text bot\.gone under bot in loc/,
    ],
    [
      'a label of elsewhere',
      '{ label: f.l.say, url: "{link}" }',
      /^f\.yaml:8:\d+ l: no text f\.l\.say under bot/,
    ],
    [
      'a label too long for a button',
      '{ label: bot.long, url: "{link}" }',
      /^common\.yaml:\d+:\d+ bot\.long: 31 characters, at most 20$/,
    ],
    [
      'a label with a parameter',
      '{ label: bot.full, url: "{link}" }',
      /^common\.yaml:\d+:\d+ bot\.full: \{you\} cannot stand/,
    ],
  ] as const)
    it(`tells ${name}`, () => expect(faults(link)).to.match(fault));

  it('tells a link for one person whose line would be kept', () => {
    expect(faults('{ label: bot.open-page, url: "{link}" }', '')).to.match(
      /^f\.yaml:8:\d+ l: .*secret: true/,
    );
  });

  for (const url of [
    'http://example.org',
    'javascript:alert(1)',
    'example.org',
    'https://example.org/{link}',
    '{answer.x}',
  ])
    it(`does not take ${url}`, () =>
      expect(() => faults(`{ label: bot.open-page, url: "${url}" }`)).to.throw(/begins with https/));
});
