import type { WebTexts } from '../../texts.ts';
import { withCallLinks } from './call-links.ts';
import { byId, makeButton } from './dom.ts';

export type Link = 'connecting' | 'up' | 'lost' | 'ended';

const shownBack = 3000;
const patience = 2500;

/** One line under the header about the connection; empty while all is well. */
export class Banner {
  readonly #line = byId('banner', HTMLParagraphElement);
  readonly #texts: WebTexts['link'];
  readonly #restart: () => void;
  #link: Link = 'up';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(texts: WebTexts['link'], restart: () => void) {
    this.#texts = texts;
    this.#restart = restart;
  }

  show(link: Link): void {
    if (link === this.#link) return;
    const before = this.#link;
    this.#link = link;
    clearTimeout(this.#timer);
    this.#line.className = `banner ${link}`;
    this.#line.replaceChildren(...this.#words(link, before));
    if (link === 'connecting')
      this.#later(() => this.#line.replaceChildren(this.#texts.connecting), patience);
    if (link === 'up' && before === 'lost') this.#later(() => this.#line.replaceChildren(), shownBack);
  }

  #words(link: Link, before: Link): readonly (Node | string)[] {
    switch (link) {
      case 'lost':
        return [withCallLinks(this.#texts.lost)];
      case 'ended':
        return [this.#texts.ended, ' ', makeButton('plain', this.#texts.restart, this.#restart)];
      case 'up':
        return before === 'lost' ? [this.#texts.back] : [];
      case 'connecting':
        return [];
    }
  }

  #later(then: () => void, delay: number): void {
    this.#timer = setTimeout(then, delay);
  }
}
