import { byId } from './dom.ts';

/** Shows a file before it is sent: what went out cannot be called back. */
export class Confirm {
  readonly #bar = byId('confirm', HTMLDivElement);
  readonly #place = byId('confirm-file', HTMLDivElement);
  #send: (() => void) | undefined;

  constructor() {
    byId('confirm-send', HTMLButtonElement).addEventListener('click', () => {
      const send = this.#send;
      this.#end();
      send?.();
    });
    byId('confirm-cancel', HTMLButtonElement).addEventListener('click', () => this.#end());
  }

  ask(shown: HTMLElement, send: () => void): void {
    this.#send = send;
    this.#place.replaceChildren(shown);
    this.#bar.hidden = false;
    byId('confirm-send', HTMLButtonElement).focus();
  }

  #end(): void {
    this.#send = undefined;
    this.#place.replaceChildren();
    this.#bar.hidden = true;
    byId('add', HTMLButtonElement).focus();
  }
}
