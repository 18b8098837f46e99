import { randomBytes } from 'node:crypto';
import { dialogRunner } from '../bot/runner.ts';
import { directline } from '../channels/directline/channel.ts';
import { readReceipt } from '../conversations/actions/status.ts';
import { loadReceiptWords, loadRoutes } from '../conversations/load.ts';
import type { DialogRequest, OpenConversation, ReportStore, Said } from '../conversations/ports.ts';
import type { TurnParts } from '../conversations/turn/parts.ts';
import type { Channel, ChannelName } from '../domain/channel.ts';
import type { DialogState } from '../domain/dialog.ts';
import { receiptSecretLimit } from '../domain/receipt.ts';
import { type Content, loadContent } from '../flows/load.ts';
import type { Turn } from '../flows/turn.ts';
import type { Fault } from '../texts/yaml.ts';
import { heardTwice, type SecondOpinion } from '../understanding/clu/second-opinion.ts';
import type { Recogniser } from '../understanding/recogniser.ts';
import { agencyLines } from './agency-lines.ts';
import { Words } from './words.ts';

export interface Dialogs {
  readonly words: Words;
  readonly content: Content;
  readonly turn: TurnParts;
  /** The kind sentence with 111 for a turn that failed for good. */
  readonly troubled: (open: OpenConversation) => Said;
}

export type LoadedDialogs =
  | { readonly kind: 'dialogs'; readonly dialogs: Dialogs }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

export interface DialogParts {
  readonly root: string;
  /** The recogniser in use at this moment. */
  readonly recogniser: () => Recogniser;
  /** Asked for the intent where the recogniser is not sure; none unless the operator wants it. */
  readonly secondOpinion?: SecondOpinion;
  readonly centre: string;
  readonly reports: ReportStore;
  readonly findSaid: TurnParts['findSaid'];
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly presence: TurnParts['presence'];
  /** PUBLIC_URL, if the server is known to the world. */
  readonly webChat: string | undefined;
}

/** Reads and proves all content and joins it with the recogniser and the Bot Framework. */
export function loadDialogs(parts: DialogParts): LoadedDialogs {
  const loaded = loadContent(parts.root, parts.centre);
  if (loaded.kind === 'faults') return loaded;
  const { content } = loaded;
  const words = new Words(content);
  const routes = loadRoutes(parts.root, {
    flows: new Set(content.library.flows.keys()),
    hasText: (key) => words.in('vi').has(key),
  });
  if (routes.kind === 'faults') return routes;
  const runner = dialogRunner({
    library: content.library,
    turnFor: (request) => turnFor(request, content, { words, channels: parts.channels }),
    render: (effect, request) => words.render(effect, request.conversation.locale),
  });
  const receiptWords = loadReceiptWords(parts.root);
  const turn: TurnParts = {
    recognise: async (text, newestFirst) => {
      const local = parts.recogniser().recognise(text, newestFirst.toReversed());
      // A code is as good as a key to the report: it never leaves the machine.
      if (parts.secondOpinion === undefined || readReceipt(text, { receiptWords }) !== undefined)
        return local;
      return heardTwice(local, parts.secondOpinion, text);
    },
    runner,
    findSaid: parts.findSaid,
    asksForWords: (dialog) => asksForWords(content, runner.read(dialog)),
    routes: routes.routes,
    speak: (key, dialog, conversation) => words.speak(key, conversation, runner.read(dialog)),
    commandIn: (text, conversation) => words.commandIn(text, conversation),
    rating: {
      ask: (conversation, dialog) => words.rating(conversation, runner.read(dialog)),
      gradeIn: (text, conversation) => words.gradeIn(text, conversation),
    },
    reports: parts.reports,
    newReceipt,
    receiptWords,
    summarise: (answers, locale) => words.summarise(answers, locale),
    agencies: (place, need) => agencyLines(content.agencies, place, need),
    presence: parts.presence,
    webChat: parts.webChat,
    newToken: () => randomBytes(24).toString('base64url'),
    weather: () => words.in('vi').render('engine.weather', {}, 'unknown'),
    isSafeWord: (word) => isSafeWord(word),
  };
  const troubled = (open: OpenConversation): Said =>
    words.speak('bot.trouble', open, runner.read(open.memory.dialog));
  return { kind: 'dialogs', dialogs: { words, content, turn, troubled } };
}

function turnFor(
  request: DialogRequest,
  content: Content,
  { words, channels }: { readonly words: Words; readonly channels: ReadonlyMap<ChannelName, Channel> },
): Turn {
  const { channel, locale } = request.conversation;
  const { buttons, textLength } = (channels.get(channel) ?? directline).limits;
  const texts = words.in(locale);
  const now = vietnamTime(request.now);
  return {
    now,
    locale: texts.locale,
    channel,
    limits: { buttons, textLength },
    words: texts,
    places: content.places,
  };
}

function asksForWords(content: Content, { stack }: DialogState): boolean {
  const frame = stack.at(-1);
  const step =
    frame === undefined ? undefined : content.library.flows.get(frame.flow)?.flow.steps[frame.step];
  return step?.kind === 'text';
}

const vietnamOffset = 7 * 3_600_000;

/** Vietnam has kept UTC+7 all year since 1975. */
export function vietnamTime(at: Date): string {
  return `${new Date(at.getTime() + vietnamOffset).toISOString().slice(0, 19)}+07:00`;
}

/** Uniform over 14 digits: numbers above the largest multiple are drawn again. */
function newReceipt(): bigint {
  const range = 1n << 64n;
  const limit = range - (range % receiptSecretLimit);
  for (;;) {
    const drawn = randomBytes(8).readBigUInt64BE();
    if (drawn < limit) return drawn % receiptSecretLimit;
  }
}

/** Two words or more, or one long one: nobody should say it by chance. */
function isSafeWord(word: string): boolean {
  return (
    word.length >= 5 && word.length <= 40 && !/\d/u.test(word) && (word.includes(' ') || word.length >= 7)
  );
}
