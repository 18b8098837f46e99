import { byId, onDesktop } from './dom.ts';

const tallest = 160;

/** The field to write in: grows with the text, and Enter sends where there is a real keyboard. */
export class Composer {
  readonly #field = byId('text', HTMLTextAreaElement);

  constructor(send: (text: string) => void) {
    const submit = (): void => {
      const text = this.#field.value.trim();
      this.#field.value = '';
      this.#grow();
      if (text !== '') send(text);
    };
    byId('composer', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      submit();
    });
    this.#field.addEventListener('input', () => this.#grow());
    this.#field.addEventListener('keydown', (event) => {
      // While a Vietnamese input method is still composing, Enter belongs to it.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !onDesktop()) return;
      event.preventDefault();
      submit();
    });
    if (!onDesktop()) this.#field.setAttribute('enterkeyhint', 'enter');
  }

  /** Puts words back to be changed. */
  edit(text: string): void {
    this.#field.value = this.#field.value === '' ? text : `${text}\n${this.#field.value}`;
    this.#grow();
    this.#field.focus();
  }

  focus(): void {
    this.#field.focus();
  }

  #grow(): void {
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, tallest)}px`;
  }
}
