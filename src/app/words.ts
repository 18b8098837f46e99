import type { DialogRunner, OpenConversation, Said } from '../conversations/ports.ts';
import { rateValue } from '../conversations/rating.ts';
import { type SummaryWords, summarise } from '../conversations/summary.ts';
import type { Answer } from '../domain/answer.ts';
import type { Button } from '../domain/message.ts';
import { Grade } from '../domain/rating.ts';
import { Locale } from '../domain/text.ts';
import type { Command, SayEffect } from '../flows/effect.ts';
import type { Content } from '../flows/load.ts';
import { numbersToCall } from '../texts/calls.ts';
import type { Texts } from '../texts/texts.ts';
import { strip } from '../understanding/normalise/strip.ts';

const commands: readonly Command[] = ['help', 'human', 'stop', 'restart', 'delete', 'exit', 'safe-word'];

/** Turns keys into the words of the person's language and voice. */
export class Words {
  readonly #content: Content;

  constructor(content: Content) {
    this.#content = content;
  }

  in(locale: string): Texts {
    const parsed = Locale.safeParse(locale);
    const texts =
      this.#content.texts.get(parsed.success ? parsed.data : 'vi') ?? this.#content.texts.get('vi');
    if (texts === undefined) throw new Error('there are no Vietnamese texts');
    return texts;
  }

  /** The engine's message as it is sent. */
  render(effect: SayEffect, locale: string): Said {
    const buttons = effect.buttons.map(
      ({ label, value }): Button => ({ title: label, value, style: 'choice' }),
    );
    const expects =
      effect.inputHint ?? (buttons.length > 0 || effect.lines.length > 0 ? 'choice' : 'nothing');
    const texts = this.in(locale);
    const text = texts.renderSay(effect);
    const calls = numbersToCall(text).map(
      (number): Button => ({
        title: texts.render('bot.call', { number }, effect.voice),
        value: `tel:${number}`,
        style: 'call',
      }),
    );
    const { link, voice } = effect;
    const links: readonly Button[] =
      link === undefined
        ? []
        : [{ title: texts.render(link.label, {}, voice), value: link.url, style: 'link' }];
    return {
      message: { key: effect.key, text, buttons: [...calls, ...links, ...buttons], expects },
      secret: effect.secret === true,
    };
  }

  /** A line outside of flows, in the voice the person is spoken to. */
  speak(
    key: string,
    conversation: Pick<OpenConversation, 'locale'>,
    dialog: ReturnType<DialogRunner['read']>,
  ): Said {
    const texts = this.in(conversation.locale);
    const params = texts.address(dialog.voice, dialog.address);
    const text = texts.render(key, params, dialog.voice);
    return { message: { key, text, buttons: [], expects: 'nothing' }, secret: false };
  }

  /** The question after a talk with a human, with its three answers as buttons. */
  rating(
    conversation: Pick<OpenConversation, 'locale'>,
    dialog: ReturnType<DialogRunner['read']>,
  ): Said | undefined {
    if (dialog.flags['quiet'] === true) return undefined;
    const texts = this.in(conversation.locale);
    const params = texts.address(dialog.voice, dialog.address);
    const buttons = Grade.options.map((grade): Button => {
      const { label } = texts.choice(`ratings.${grade}`, dialog.voice, params);
      return { title: label, value: rateValue(grade), style: 'choice' };
    });
    const { message } = this.speak('bot.rate', conversation, dialog);
    return { message: { ...message, buttons, expects: 'choice' }, secret: false };
  }

  /** The command whose own words a whole message is. */
  commandIn(text: string, { locale }: Pick<OpenConversation, 'locale'>): Command | undefined {
    const texts = this.in(locale);
    return commands.find((command) => {
      const { label, accept } = texts.choice(`commands.${command}`, 'unknown', {});
      return [label, ...accept].some((phrase) => strip(phrase) === strip(text));
    });
  }

  /** The grade a whole message means. */
  gradeIn(text: string, { locale }: Pick<OpenConversation, 'locale'>): Grade | undefined {
    const texts = this.in(locale);
    return Grade.options.find((grade) => {
      const { label, accept } = texts.choice(`ratings.${grade}`, 'unknown', {});
      return [label, ...accept].some((phrase) => strip(phrase) === strip(text));
    });
  }

  summarise(answers: Readonly<Record<string, Answer>>, locale: string): string {
    const texts = this.in(locale);
    const words: SummaryWords = {
      label: (field) =>
        texts.has(`fields.${field}`) ? texts.render(`fields.${field}`, {}, 'adult') : undefined,
      notTold: '',
    };
    return summarise(answers, words);
  }
}
