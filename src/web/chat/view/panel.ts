/**
 * A part that a button shows and hides. It never lies over the page, so that Thoát nhanh stays in reach;
 * Escape hides it and does nothing else.
 */
export class Panel {
  readonly #button: HTMLButtonElement;
  readonly #part: HTMLElement;

  constructor(button: HTMLButtonElement, part: HTMLElement) {
    this.#button = button;
    this.#part = part;
    button.addEventListener('click', () => (this.isOpen ? this.close() : this.open()));
    for (const element of [button, part]) {
      element.addEventListener('keydown', (event) => {
        if (event.key === 'Escape' && this.isOpen) this.close();
      });
    }
  }

  get isOpen(): boolean {
    return !this.#part.hidden;
  }

  open(): void {
    this.#part.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    this.#part.querySelector<HTMLElement>('[tabindex="-1"], button')?.focus();
  }

  close(): void {
    const hadFocus = this.#part.contains(document.activeElement);
    this.#part.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
    if (hadFocus) this.#button.focus();
  }
}
