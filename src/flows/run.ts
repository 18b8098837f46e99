import type { Answer, Field } from '../domain/answer.ts';
import type { DialogState, Frame } from '../domain/dialog.ts';
import type { TextParams } from '../domain/text.ts';
import type { Button, Effect, InputHint, Link } from './effect.ts';
import type { Turn } from './turn.ts';

export interface Saying {
  readonly buttons?: readonly Button[];
  readonly lines?: readonly string[];
  readonly params?: TextParams;
  readonly hint?: InputHint;
  readonly link?: Link;
  readonly secret?: boolean;
}

const longestEcho = 200;

/** The working copy of one call of the engine: the state so far and the effects so far. */
export class Run {
  readonly effects: Effect[] = [];
  readonly turn: Turn;
  state: DialogState;
  /** What the last action brought, for the texts until the person is asked again; never saved. */
  results: TextParams = {};

  constructor(state: DialogState, turn: Turn) {
    this.turn = turn;
    this.state = state;
  }

  get frame(): Frame | undefined {
    return this.state.stack.at(-1);
  }

  /** The key of a text of the current step. */
  key(name: string): string {
    return `${this.frame?.flow ?? 'engine'}.${this.frame?.step ?? 'none'}.${name}`;
  }

  patch(changes: Partial<Frame>): void {
    const frame = this.frame;
    if (frame === undefined) return;
    const { part, via, renew, ...kept } = { ...frame, ...changes };
    const whole: Frame = {
      ...kept,
      ...(part === undefined ? {} : { part }),
      ...(via === undefined ? {} : { via }),
      ...(renew === undefined ? {} : { renew }),
    };
    this.state = { ...this.state, stack: [...this.state.stack.slice(0, -1), whole] };
  }

  /** A copy to try an answer on; what it says is never heard. */
  probe(): Run {
    return new Run(this.state, this.turn);
  }

  push(frame: Frame): void {
    this.state = { ...this.state, stack: [...this.state.stack, frame] };
  }

  pop(): Frame | undefined {
    const frame = this.frame;
    this.state = { ...this.state, stack: this.state.stack.slice(0, -1) };
    return frame;
  }

  flag(name: string, on: boolean): void {
    const { [name]: _, ...others } = this.state.flags;
    this.state = { ...this.state, flags: on ? { ...others, [name]: true } : others };
  }

  answer(field: Field, answer: Answer): void {
    this.state = { ...this.state, answers: { ...this.state.answers, [field]: answer } };
    this.effects.push({ kind: 'answer', field, answer });
  }

  say(key: string, saying: Saying = {}): void {
    this.effects.push({
      kind: 'say',
      key,
      params: this.paramsFor(key, saying.params ?? {}),
      voice: this.state.voice,
      buttons: saying.buttons ?? [],
      lines: saying.lines ?? [],
      ...(saying.hint === undefined ? {} : { inputHint: saying.hint }),
      ...(saying.link === undefined ? {} : { link: saying.link }),
      ...(saying.secret === true ? { secret: true } : {}),
    });
  }

  /** Only what the text needs, so that no message carries more of what was told than it shows. */
  private paramsFor(key: string, own: TextParams): TextParams {
    const known: TextParams = { ...this.address(), ...this.results, ...own };
    const needed = this.turn.words.params(key, this.state.voice);
    return Object.fromEntries(needed.map((name) => [name, known[name] ?? this.told(name)]));
  }

  address(): TextParams {
    return this.turn.words.address(this.state.voice, this.state.address);
  }

  private told(name: string): string {
    if (!name.startsWith('answer.')) return '';
    const answer = this.state.answers[name.slice('answer.'.length)];
    return answer === undefined || answer.kind === 'skipped' ? '' : answer.said.slice(0, longestEcho);
  }

  label(key: string): { readonly label: string; readonly accept: readonly string[] } {
    return this.turn.words.choice(key, this.state.voice, this.address());
  }
}
