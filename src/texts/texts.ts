import type { Locale, TextParams, Voice } from '../domain/text.ts';
import type { Choice, CommonTexts, FlowTexts, Text } from './schema.ts';
import { acceptedBy, fill, inVoice, labelOf, parametersOf } from './voices.ts';

export interface TextSource {
  readonly locale: Locale;
  readonly common: CommonTexts;
  readonly flows: ReadonlyMap<string, FlowTexts>;
  /** The name of the centre, for `{centre}`. */
  readonly centre: string;
}

/** A message the engine asked to say; its own type lives with the engine. */
export interface Sayable {
  readonly key: string;
  readonly params: TextParams;
  readonly voice: Voice;
  readonly lines: readonly string[];
}

/** All words of one locale, by key. */
export class Texts {
  readonly locale: Locale;
  private readonly texts: ReadonlyMap<string, Text>;
  private readonly choices: ReadonlyMap<string, Choice>;
  private readonly source: TextSource;

  constructor(source: TextSource) {
    this.locale = source.locale;
    this.source = source;
    this.texts = new Map(textsIn(source));
    this.choices = new Map(choicesIn(source));
  }

  has(key: string): boolean {
    return this.texts.has(key);
  }

  /** The text as written; undefined if there is none in this voice. */
  written(key: string, voice: Voice): string | undefined {
    const text = this.texts.get(key);
    return text === undefined ? undefined : inVoice(text, voice);
  }

  params(key: string, voice: Voice): readonly string[] {
    return parametersOf(this.written(key, voice) ?? '');
  }

  render(key: string, params: TextParams, voice: Voice): string {
    return fill(this.written(key, voice) ?? '', params);
  }

  /** The message as it is sent: the text, and under it the choices that are not buttons. */
  renderSay({ key, params, voice, lines }: Sayable): string {
    return [this.render(key, params, voice), ...lines].join('\n');
  }

  choice(
    key: string,
    voice: Voice,
    params: TextParams,
  ): { readonly label: string; readonly accept: readonly string[] } {
    const choice = this.choices.get(key);
    if (choice === undefined) return { label: '', accept: [] };
    return { label: fill(inVoice(labelOf(choice), voice) ?? '', params), accept: acceptedBy(choice) };
  }

  /** How this person is addressed, and how staff and the centre are called before them. */
  address(voice: Voice, address: string | undefined): TextParams {
    const { common, centre } = this.source;
    const words =
      (address === undefined ? undefined : common.address[address]) ??
      common.address[voice] ??
      common.address['unknown'];
    const you = words?.you ?? '';
    const staff = words?.staff ?? '';
    return { you, You: capital(you), staff, Staff: capital(staff), centre };
  }

  keys(): readonly string[] {
    return [...this.texts.keys(), ...this.choices.keys()];
  }
}

function capital(word: string): string {
  return word.slice(0, 1).toLocaleUpperCase('vi') + word.slice(1);
}

function* textsIn({ common, flows }: TextSource): Generator<readonly [string, Text]> {
  for (const [name, text] of Object.entries(common.engine)) yield [`engine.${name}`, text];
  for (const [name, text] of Object.entries(common.bot)) yield [`bot.${name}`, text];
  for (const [name, text] of Object.entries(common.fields)) yield [`fields.${name}`, text];
  for (const [flow, steps] of flows) {
    for (const [step, { say, ask, retry }] of Object.entries(steps)) {
      if (say !== undefined) yield [`${flow}.${step}.say`, say];
      if (ask !== undefined) yield [`${flow}.${step}.ask`, ask];
      if (retry !== undefined) yield [`${flow}.${step}.retry`, retry];
    }
  }
}

function* choicesIn({ common, flows }: TextSource): Generator<readonly [string, Choice]> {
  for (const [name, choice] of Object.entries(common.commands))
    if (choice !== undefined) yield [`commands.${name}`, choice];
  for (const [name, choice] of Object.entries(common.answers)) yield [`answers.${name}`, choice];
  for (const [name, choice] of Object.entries(common.ratings)) yield [`ratings.${name}`, choice];
  for (const [flow, steps] of flows) {
    for (const [step, { choices }] of Object.entries(steps)) {
      for (const [value, choice] of Object.entries(choices ?? {}))
        yield [`${flow}.${step}.choices.${value}`, choice];
    }
  }
}
