import { byId } from './dom.ts';

const nearEnd = 90;
const margin = 8;

/** Follows the conversation while the person is at its end, and leaves it alone while they read above. */
export class Scrolling {
  readonly #box = byId('scroll', HTMLElement);
  readonly #button = byId('latest', HTMLButtonElement);
  #anchor: HTMLElement | undefined;
  #following = true;

  constructor() {
    this.#box.addEventListener('scroll', () => this.#look(), { passive: true });
    this.#button.addEventListener('click', () => {
      this.#anchor = undefined;
      this.#box.scrollTop = this.#box.scrollHeight;
      this.#box.focus({ preventScroll: true });
    });
    if ('ResizeObserver' in window) new ResizeObserver(() => this.follow()).observe(this.#box);
  }

  /** The person's own message: what is answered to it is shown from here on, not past it. */
  from(message: HTMLElement): void {
    this.#anchor = message;
    this.#following = true;
    this.follow();
  }

  follow(): void {
    if (this.#following) {
      const end = this.#box.scrollHeight - this.#box.clientHeight;
      const start = this.#anchor === undefined ? end : this.#topOf(this.#anchor);
      this.#box.scrollTop = Math.min(end, Math.max(start, 0));
      this.#following = true;
    }
    this.#look();
  }

  #topOf(message: HTMLElement): number {
    return (
      message.getBoundingClientRect().top -
      this.#box.getBoundingClientRect().top +
      this.#box.scrollTop -
      margin
    );
  }

  #look(): void {
    const left = this.#box.scrollHeight - this.#box.clientHeight - this.#box.scrollTop;
    this.#button.hidden = left < nearEnd;
    const atAnchor =
      this.#anchor?.isConnected === true &&
      Math.abs(this.#topOf(this.#anchor) - this.#box.scrollTop) < nearEnd;
    this.#following = left < nearEnd || atAnchor;
  }
}
