import type { WebTexts } from '../../texts.ts';
import type { Heard, HeardFile, Page } from '../direct-line/activity.ts';
import { withCallLinks } from './call-links.ts';
import { byId, make } from './dom.ts';

type Author = Heard['author'];

/** The conversation on the screen: bubbles, gathered by who speaks, each group with its author and time. */
export class Log {
  readonly #texts: WebTexts;
  readonly #log = byId('log', HTMLDivElement);
  #group: { readonly author: Author; readonly element: HTMLElement } | undefined;

  constructor(texts: WebTexts) {
    this.#texts = texts;
  }

  clear(): void {
    this.#log.replaceChildren();
    this.#group = undefined;
  }

  /** Files of our side are shown by `show`; of the person's own, that they were sent. */
  addHeard({ author, text, files, at, pages }: Heard, show: (file: HeardFile) => HTMLElement): void {
    const bubble = make('div', 'bubble');
    bubble.append(author === 'you' ? text : withCallLinks(text), ...pages.map(pageLink));
    this.#groupOf(author, at).append(bubble);
    if (author !== 'you') bubble.append(...files.map(show));
    else if (text === '' && files.length > 0) bubble.append(this.#texts.log.file);
  }

  /** A message of the person's own: the bubble, and the line below it that says how it fares. */
  addOwn(content: Node | string): { readonly bubble: HTMLElement; readonly state: HTMLElement } {
    const bubble = make('div', 'bubble');
    bubble.append(content);
    const state = make('div', 'state');
    // Told apart from the log, so that a screen reader is not told "sent" after each message.
    state.setAttribute('aria-live', 'off');
    this.#groupOf('you', new Date()).append(bubble, state);
    return { bubble, state };
  }

  #groupOf(author: Author, at: Date): HTMLElement {
    if (this.#group?.author === author && this.#group.element.isConnected) return this.#group.element;
    const element = make('div', `group ${author}`);
    const head = make('p', 'head');
    const time = make(
      'time',
      '',
      at.toLocaleTimeString(this.#texts.lang, { hour: '2-digit', minute: '2-digit' }),
    );
    head.append(make('b', '', this.#texts.authors[author]), ' ', time);
    element.append(head);
    this.#log.append(element);
    this.#group = { author, element };
    return element;
  }
}

/** Opens beside the chat, and tells the other page nothing of where it was opened from. */
function pageLink({ title, href }: Page): HTMLAnchorElement {
  const link = make('a', 'page-link', title);
  link.href = href;
  link.target = '_blank';
  link.rel = 'noreferrer noopener';
  return link;
}
