import type { WebTexts } from '../texts.ts';
import { fields, type Heard, text as textOf } from './direct-line/activity.ts';
import { takeLink } from './direct-line/link.ts';
import { Receiving } from './direct-line/receiving.ts';
import { type Parcel, type ParcelState, Sending } from './direct-line/sending.ts';
import { Session } from './direct-line/session.ts';
import { forgetShown } from './view/addresses.ts';
import { Attachments } from './view/attachments.ts';
import { Banner } from './view/banner.ts';
import { Composer } from './view/composer.ts';
import { byId } from './view/dom.ts';
import { type FileParts, heardFile } from './view/heard-files.ts';
import { Log } from './view/log.ts';
import { showState } from './view/own-message.ts';
import { Replies } from './view/replies.ts';
import { Scrolling } from './view/scrolling.ts';
import { Typing } from './view/typing.ts';

/** The bot says with this text that what was written is deleted; then it goes from the screen too. */
const deleted = 'delete-what-i-wrote.done';

/** After a message this long without any answer, the page looks whether its socket has died unseen. */
const answerDue = 6000;

/** Joins the conversation (direct-line/) to what is seen of it (view/). */
export class Chat {
  readonly #texts: WebTexts;
  readonly #leave: () => void;
  readonly #log: Log;
  readonly #banner: Banner;
  readonly #composer: Composer;
  readonly #attachments: Attachments;
  readonly #replies = new Replies((title, value) => this.#say({ text: title, value }));
  readonly #scrolling = new Scrolling();
  readonly #typing = new Typing();
  readonly #mine = new Set<string>();
  readonly #sending: Sending;
  readonly #files: FileParts;
  #session = new Session(takeLink());
  #receiving: Receiving;
  #withStaff = false;
  #due: ReturnType<typeof setTimeout> | undefined;

  constructor(texts: WebTexts, leave: () => void) {
    this.#texts = texts;
    this.#leave = leave;
    this.#log = new Log(texts);
    this.#files = {
      texts: texts.files,
      load: (id) => this.#session.file(id),
      grown: () => this.#scrolling.follow(),
    };
    this.#banner = new Banner(texts.link, () => this.#restart());
    this.#composer = new Composer((text) => this.#say({ text }));
    const trouble = (words: string): void => this.#trouble(words);
    this.#attachments = new Attachments({
      texts,
      trouble,
      send: (file, shown) => this.#sendFile(file, shown),
    });
    this.#sending = new Sending(this.#session, () => this.#banner.show('ended'));
    this.#receiving = this.#receive();
    this.#sending.post(opened());
    this.#watchNetwork();
  }

  /** Lets go of everything: token, messages waiting, pictures, microphone. */
  close(): void {
    this.#session.close();
    this.#sending.stop();
    this.#attachments.stop();
    clearTimeout(this.#due);
    forgetShown();
  }

  #receive(): Receiving {
    this.#banner.show('connecting');
    const receiving = new Receiving(this.#session, {
      hear: (heard) => this.#hear(heard),
      link: (state) => {
        this.#banner.show(state);
        if (state === 'up') this.#sending.hurry();
      },
    });
    receiving.connect();
    return receiving;
  }

  #restart(): void {
    this.#session.close();
    this.#session = new Session(takeLink());
    this.#replies.show([]);
    this.#receiving = this.#receive();
    this.#sending.moveTo(this.#session, opened());
  }

  #hear(heard: Heard): void {
    if (heard.kind === 'typing') {
      this.#typing.show();
      return;
    }
    if (heard.clientId !== undefined && this.#mine.has(heard.clientId)) return;
    clearTimeout(this.#due);
    if (heard.key.startsWith(deleted)) {
      this.#log.clear();
      forgetShown();
    }
    this.#log.addHeard(heard, (file) => heardFile(file, this.#files));
    if (heard.author !== 'you') {
      this.#typing.hide();
      this.#withStaff = heard.author === 'staff';
      this.#replies.show(heard.replies);
    }
    this.#scrolling.follow();
  }

  #say({ text, value }: { readonly text: string; readonly value?: unknown }): void {
    if (asksToLeave(text, value, this.#texts.exit.label)) {
      this.#leave();
      return;
    }
    const activity = { type: 'message', text, ...(value === undefined ? {} : { value }) };
    const edit = value === undefined ? text : undefined;
    this.#post({ activity, content: text, edit });
  }

  #sendFile(file: File, shown: HTMLElement): void {
    this.#post({ activity: { type: 'message' }, content: shown, file });
  }

  #post({
    content,
    edit,
    ...parts
  }: {
    readonly activity: object;
    readonly content: Node | string;
    readonly edit?: string | undefined;
    readonly file?: File;
  }): void {
    this.#trouble('');
    this.#replies.show([]);
    byId('first-note', HTMLParagraphElement).hidden = true;
    const message = this.#log.addOwn(content);
    const clientId = newId();
    this.#mine.add(clientId);
    const actions = {
      again: () => this.#sending.hurry(),
      edit: edit === undefined ? undefined : () => this.#edit(message.bubble, edit),
    };
    const report = (state: ParcelState): void => {
      showState(message, state, { texts: this.#texts, actions, isFile: parts.file !== undefined });
      this.#afterPost(state);
    };
    this.#scrolling.from(message.bubble);
    this.#sending.post({ ...parts, clientId, report });
  }

  #afterPost(state: ParcelState): void {
    if (state.kind === 'waiting' || state.kind === 'refused') this.#typing.hide();
    if (state.kind !== 'sent') {
      this.#scrolling.follow();
      return;
    }
    if (!this.#withStaff) this.#typing.show();
    clearTimeout(this.#due);
    this.#due = setTimeout(() => void this.#receiving.catchUp(), answerDue);
    this.#scrolling.follow();
  }

  #edit(bubble: HTMLElement, text: string): void {
    const state = bubble.nextElementSibling;
    bubble.remove();
    state?.remove();
    this.#composer.edit(text);
  }

  #trouble(words: string): void {
    byId('trouble', HTMLParagraphElement).textContent = words;
  }

  #watchNetwork(): void {
    addEventListener('offline', () => this.#banner.show('lost'));
    addEventListener('online', () => this.#receiving.connect());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.#receiving.catchUp();
    });
  }
}

/** Written or tapped, "Thoát nhanh" never goes to the server first. */
function asksToLeave(text: string, value: unknown, label: string): boolean {
  if (value === undefined) return text.toLowerCase() === label.toLowerCase();
  return /(^|:)!exit$/.test(textOf(fields(value)['payload']));
}

function opened(): Parcel {
  return { clientId: newId(), activity: { type: 'event', name: 'opened' }, report: () => undefined };
}

/** crypto.randomUUID exists on https alone; this works wherever the page does. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
