import { expect } from 'chai';
import fc from 'fast-check';
import { isHard } from '../../src/domain/urgency.ts';
import { loadRules } from '../../src/understanding/load.ts';
import { parseRules } from '../../src/understanding/rules/parse.ts';
import { Screen } from '../../src/understanding/rules/screen.ts';
import { dialogsDir } from './shared.ts';

const rules = loadRules(dialogsDir);
const screen = new Screen(rules);

describe('the signs of danger', () => {
  for (const rule of rules.rules) {
    describe(rule.id, () => {
      for (const text of rule.must) {
        it(`is found in "${text}"`, () => {
          const sign = screen.screen(text).signs.find(({ id }) => id === rule.id);
          expect(sign?.urgency).to.equal(rule.urgency);
        });
      }
      for (const text of rule.mustNot) {
        it(`is not found in "${text}"`, () => {
          const found = screen
            .screen(text)
            .signs.filter(({ id, urgency }) => id === rule.id && urgency === rule.urgency);
          expect(found).to.deep.equal([]);
        });
      }
    });
  }

  it('say where in the original they stand', () => {
    const text = 'Chào cô. Bố   đang ĐÁNH con ạ';
    const sign = screen.screen(text).signs.find(({ id }) => id === 'violence.now');
    expect(text.slice(sign!.start, sign!.end)).to.equal('Bố   đang ĐÁNH con');
  });

  it('take a word with other marks for another word', () => {
    for (const text of ['từ từ đã', 'con cần tư vấn', 'treo cờ ngày lễ', 'bố đành chịu con']) {
      expect(screen.screen(text).signs.filter(({ urgency }) => isHard(urgency))).to.deep.equal([]);
    }
  });

  it('need support for a word typed without its marks', () => {
    expect(screen.screen('em muon tu tu').signs[0]).to.include({ needsSupport: true });
    expect(screen.screen('em muốn tự tử').signs[0]).to.include({ needsSupport: false });
  });

  it('weigh less when denied or past, and nothing in fiction', () => {
    const urgency = (text: string): string | undefined =>
      screen.screen(text).signs.find(({ id }) => id.startsWith('violence'))?.urgency;
    expect(urgency('bố hay đánh con')).to.equal('urgent');
    expect(urgency('bố không đánh con')).to.be.oneOf(['soon', undefined]);
    expect(urgency('hồi nhỏ bố hay đánh con')).to.equal('soon');
    expect(urgency('hồi nhỏ bố hay đánh con, bây giờ lại đánh')).to.equal('urgent');
    expect(urgency('trong phim ông bố hay đánh con')).to.equal(undefined);
  });

  it('cancel only their own sentence', () => {
    const signs = screen.screen('Hôm qua con xem phim. Bố đang đánh con').signs;
    expect(signs.some(({ urgency }) => urgency === 'immediate')).to.equal(true);
  });

  it('take time linear in the length of whatever is written', () => {
    const words = [
      'đánh',
      'con',
      'bố',
      'bị',
      'đang',
      'không',
      'muốn',
      'chết',
      'a',
      'ảnh',
      'gửi',
      'dọa',
      '.',
      'hồi nhỏ',
      'phim',
      '😭',
      'nếu',
    ];
    const time = (text: string): number => {
      const before = process.cpuUsage().user;
      for (let i = 0; i < 3; i++) screen.screen(text);
      return (process.cpuUsage().user - before) / 3000;
    };
    const piece = fc
      .array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 })
      .map((list) => `${list.join(' ')} `);
    fc.assert(
      fc.property(piece, (part) => {
        const text = part.repeat(Math.ceil(4000 / part.length)).slice(0, 4000);
        screen.screen(text);
        expect(time(text)).to.be.below(150);
      }),
      { numRuns: 60 },
    );
  });
});

describe('safety files', () => {
  const good =
    'rules:\n  - id: a.b\n    intent: suicide\n    urgency: urgent\n    patterns: ["x y"]\n    must: [x y]\n    mustNot: [z]\n';
  const faults = (text: string): readonly string[] =>
    parseRules([
      {
        file: 'vi.yaml',
        text: `guards:\n${['negation', 'past', 'fiction', 'hypothetical', 'prevention', 'joke'].map((id) => `  - {id: ${id}, patterns: [q], where: sentence, lowersTo: soon}\n`).join('')}${text}`,
      },
    ]).faults;

  it('pass when they are right', () => expect(faults(good)).to.deep.equal([]));

  for (const [what, text, fault] of [
    ['a key that is not known', good.replace('must:', 'maks:'), /^vi\.yaml:\d+:\d+ .*maks/u],
    [
      'an urgency that does not exist',
      good.replace('urgency: urgent', 'urgency: red'),
      /^vi\.yaml:11:14 rules\.0\.urgency/u,
    ],
    [
      'a word list that does not exist',
      good.replace('x y"', '{nobody} y"'),
      /^vi\.yaml:12:16 .*no word list "nobody"/u,
    ],
    [
      'a pattern that cannot be read',
      good.replace('"x y"', '"(x y"'),
      /^vi\.yaml:12:16 .*cannot read the pattern/u,
    ],
    [
      'a guard that does not exist',
      good.replace('    must:', '    heeds: [nothing]\n    must:'),
      /^vi\.yaml:13:13 .*no guard "nothing"/u,
    ],
    ['a broken file', `${good}\n  - [`, /^vi\.yaml:\d+:\d+ /u],
    ['a rule written twice', good + good.replace('rules:\n', ''), /rule "a\.b" is written twice/u],
  ] as const) {
    it(`tell the place of ${what}`, () => {
      const found = faults(text);
      expect(
        found.some((one) => fault.test(one)),
        found.join('\n'),
      ).to.equal(true);
    });
  }

  it('give rules another version when anything in them changes', () => {
    const changed = { ...rules, rules: rules.rules.slice(1) };
    expect(new Screen(changed).version).not.to.equal(screen.version);
    expect(new Screen(loadRules(dialogsDir)).version).to.equal(screen.version);
  });
});
