import { byId } from './dom.ts';

const longest = 12_000;

/** Three dots between a message and its answer; they give up by themselves. */
export class Typing {
  readonly #dots = byId('typing', HTMLParagraphElement);
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(): void {
    clearTimeout(this.#timer);
    this.#dots.hidden = false;
    this.#timer = setTimeout(() => this.hide(), longest);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.#dots.hidden = true;
  }
}
