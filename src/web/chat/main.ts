import type { WebTexts } from '../texts.ts';
import { Chat } from './chat.ts';
import { leaveNothingBehind, onShiftThrice, quickExit } from './quick-exit.ts';
import { byId } from './view/dom.ts';
import { Panel } from './view/panel.ts';

// Our own server wrote it and has checked it.
const texts = JSON.parse(byId('texts', HTMLScriptElement).text) as WebTexts;

let chat: Chat | undefined;
const letGo = (): void => chat?.close();
const leave = quickExit(texts.exit.to, letGo);

// The way out is ready before anything else is.
byId('exit', HTMLAnchorElement).addEventListener('click', (event) => {
  event.preventDefault();
  leave();
});
onShiftThrice(leave);
leaveNothingBehind(letGo);

const help = new Panel(byId('help-button', HTMLButtonElement), byId('help', HTMLElement));
byId('help-close', HTMLButtonElement).addEventListener('click', () => help.close());

chat = new Chat(texts, leave);
