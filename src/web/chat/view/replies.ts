import type { Reply } from '../direct-line/activity.ts';
import { byId, make, makeButton } from './dom.ts';

/** The answers offered with the last reply, as large buttons; they go as soon as one is taken. */
export class Replies {
  readonly #box = byId('replies', HTMLDivElement);
  readonly #choose: (title: string, value: unknown) => void;

  constructor(choose: (title: string, value: unknown) => void) {
    this.#choose = choose;
  }

  show(replies: readonly Reply[]): void {
    this.#box.replaceChildren(...replies.map((reply) => this.#button(reply)));
    this.#box.hidden = replies.length === 0;
  }

  #button(reply: Reply): HTMLElement {
    if (reply.kind === 'post') return makeButton('reply', reply.title, () => this.#take(reply));
    const link = make('a', 'reply', reply.title);
    link.href = reply.href;
    return link;
  }

  #take({ title, value }: Extract<Reply, { kind: 'post' }>): void {
    const hadFocus = this.#box.contains(document.activeElement);
    this.show([]);
    // The button that held the focus is gone: the next Tab leads to the next answers.
    if (hadFocus) byId('scroll', HTMLElement).focus({ preventScroll: true });
    this.#choose(title, value);
  }
}
