import { expect } from 'chai';
import fc from 'fast-check';
import { DialogState, newDialog } from '../../src/domain/dialog.ts';
import { Intent } from '../../src/domain/intent.ts';
import { type ActionShape, actions } from '../../src/flows/actions.ts';
import { advance, begin, type Outcome } from '../../src/flows/engine.ts';
import { loadContent } from '../../src/flows/load.ts';
import type { Input, Turn } from '../../src/flows/turn.ts';
import { aFile, heard, now, places, root } from './stage.ts';

const loaded = loadContent(root, 'Trung tâm');

const words = fc.constantFrom(
  'có',
  'không',
  'không biết',
  'bỏ qua',
  'quay lại',
  'gặp cô chú',
  'dừng',
  'từ đầu',
  'xóa',
  'thời tiết',
  'tiếp',
  'xong',
  '1',
  '2',
  '3',
  '9',
  '111',
  'hôm qua',
  '14/3',
  'tám tuổi',
  'lớp 5',
  'Phố Hiến',
  'le loi',
  'đình dù',
  'con sợ lắm',
  'bố đánh con',
);
const text = fc.oneof(
  words,
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constant('a'.repeat(12_000)),
);

type Move =
  | { readonly kind: 'text'; readonly text: string; readonly intent: Intent }
  | { readonly kind: 'tap'; readonly index: number }
  | { readonly kind: 'odd-tap'; readonly value: string }
  | { readonly kind: 'files'; readonly count: number }
  | { readonly kind: 'begin'; readonly index: number };

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('text' as const),
      text,
      intent: fc.constantFrom(...Intent.options),
    }),
  },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('tap' as const), index: fc.nat(9) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('odd-tap' as const),
      value: fc.oneof(fc.string(), fc.constant('report.gone:!skip'), fc.constant('!human')),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('files' as const), count: fc.integer({ min: 1, max: 7 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('begin' as const), index: fc.nat(99) }) },
);

/** One person over the whole of the real content, who does anything. Actions come out at random, too. */
class Wanderer {
  state: DialogState = newDialog;
  buttons: readonly string[] = [];
  readonly turn: Turn;
  private readonly pick: number;

  constructor(limit: number, pick: number) {
    if (loaded.kind === 'faults') throw new Error('the content has faults');
    const vi = loaded.content.texts.get('vi');
    if (vi === undefined) throw new Error('no Vietnamese');
    this.pick = pick;
    this.turn = {
      now,
      locale: 'vi',
      channel: 'zalo',
      limits: { buttons: limit, textLength: 2000 },
      words: vi,
      places,
    };
  }

  do(one: Move): void {
    if (loaded.kind === 'faults') return;
    const { library } = loaded.content;
    if (one.kind === 'begin') {
      const names = [...library.flows.keys()];
      this.settle(begin(library, this.state, names[one.index % names.length] ?? '', this.turn));
    } else this.settle(advance(library, this.state, this.inputOf(one), this.turn));
  }

  private inputOf(one: Exclude<Move, { kind: 'begin' }>): Input {
    switch (one.kind) {
      case 'text':
        return { kind: 'text', text: one.text, recognition: heard(one.intent) };
      case 'tap':
        return {
          kind: 'button',
          value: this.buttons[one.index % Math.max(1, this.buttons.length)] ?? '!help',
        };
      case 'odd-tap':
        return { kind: 'button', value: one.value };
      case 'files':
        return {
          kind: 'attachments',
          attachments: Array.from({ length: one.count }, (_, index) => aFile(String(index))),
        };
    }
  }

  /** Carries out actions, then looks at what the person is left with. */
  private settle(first: Outcome): void {
    if (loaded.kind === 'faults') return;
    let outcome = first;
    const effects = [...first.effects];
    for (let round = 0; ; round++) {
      expect(round, 'from action to action').to.be.below(20);
      this.state = DialogState.parse(JSON.parse(JSON.stringify(outcome.state)));
      expect(this.state, 'the state outlives JSON').to.deep.equal(outcome.state);
      const action = outcome.effects.find((effect) => effect.kind === 'action');
      if (action === undefined) break;
      const shape: ActionShape = actions[action.name];
      const outcomes = Object.keys(shape.outcomes);
      const chosen = outcomes[this.pick % outcomes.length] ?? '';
      const params = Object.fromEntries((shape.outcomes[chosen] ?? []).map((name) => [name, 'x']));
      outcome = advance(
        loaded.content.library,
        this.state,
        { kind: 'result', action: action.name, outcome: chosen, params },
        this.turn,
      );
      effects.push(...outcome.effects);
    }
    this.look(effects);
  }

  private look(effects: Outcome['effects']): void {
    if (loaded.kind === 'faults') return;
    const says = effects.filter((effect) => effect.kind === 'say');
    // After the safe word nothing but the weather is said, on purpose.
    const quiet = this.state.flags['quiet'] === true;
    const asked = this.state.stack.length > 0 || quiet;
    // Someone in no flow who asks for help gets it, and that is all.
    const obeyed = effects.some((effect) => effect.kind === 'command');
    const ended = effects.some((effect) => effect.kind === 'end') || obeyed;
    expect(says.length > 0 || ended, 'something is said or ended').to.equal(true);
    expect(asked || ended, 'a question or an end').to.equal(true);
    for (const say of says) {
      const said = loaded.content.texts.get('vi')?.renderSay(say) ?? '';
      expect(said.trim(), say.key).not.to.equal('');
      expect(said, say.key).not.to.match(/\{[a-zA-Z.]+\}/);
      expect(say.buttons.length, say.key).to.be.at.most(this.turn.limits.buttons);
      for (const { label } of say.buttons) expect(label, say.key).not.to.equal('');
    }
    this.buttons = says.at(-1)?.buttons.map(({ value }) => value) ?? this.buttons;
  }
}

describe('whatever a person does', () => {
  it('the engine does not fail, and leaves them with a question or an end', () => {
    const walk = fc.array(move, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(walk, fc.constantFrom(0, 3, 5, 13), fc.nat(20), (moves, limit, pick) => {
        const person = new Wanderer(limit, pick);
        person.do({ kind: 'begin', index: pick });
        for (const one of moves) person.do(one);
      }),
      { numRuns: 150 },
    );
  }).timeout(60_000);
});
