/** A part the server put on the page; that it is missing is a fault of ours. */
export function byId<E extends HTMLElement>(id: string, kind: new () => E): E {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${id}`);
}

/** A new element; its words are text and never HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.textContent = text;
  return element;
}

export function makeButton(className: string, text: string, press: () => void): HTMLButtonElement {
  const button = make('button', className, text);
  button.type = 'button';
  button.addEventListener('click', press);
  return button;
}

/** A mouse or a trackpad, hence most likely a real keyboard. */
export function onDesktop(): boolean {
  return matchMedia('(hover: hover) and (pointer: fine)').matches;
}
