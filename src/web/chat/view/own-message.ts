import type { WebTexts } from '../../texts.ts';
import type { ParcelState } from '../direct-line/sending.ts';
import { make, makeButton } from './dom.ts';

export interface OwnMessage {
  readonly bubble: HTMLElement;
  readonly state: HTMLElement;
}

export interface OwnActions {
  readonly again: () => void;
  /** Puts the words back into the input; a file has none. */
  readonly edit: (() => void) | undefined;
}

export interface ShownWith {
  readonly texts: WebTexts;
  readonly actions: OwnActions;
  readonly isFile: boolean;
}

/** Shows under a message whether it is on its way, gone, waiting, or refused, and what can be done about it. */
export function showState(
  message: OwnMessage,
  state: ParcelState,
  { texts, actions, isFile }: ShownWith,
): void {
  const { state: words } = texts;
  const line = message.state;
  line.className = `state ${state.kind}`;
  switch (state.kind) {
    case 'sending':
      line.replaceChildren(state.share === undefined ? words.sending : progress(words.progress, state.share));
      return;
    case 'sent':
      line.replaceChildren(words.sent);
      return;
    case 'waiting':
      line.replaceChildren(
        state.busy ? texts.faults['too-many'] : words.waiting,
        makeButton('again', words.again, actions.again),
      );
      return;
    case 'refused': {
      const fault = make('span', 'fault', faultOf(texts, state.status, isFile));
      const action = actions.edit === undefined ? [] : [makeButton('again', words.edit, actions.edit)];
      line.replaceChildren(fault, ...action);
    }
  }
}

export function faultOf({ faults }: WebTexts, status: number, isFile: boolean): string {
  if (status === 413) return isFile ? faults['file-too-large'] : faults['too-long'];
  if (status === 415) return isFile ? faults['file-type'] : faults.other;
  if (status === 422) return isFile ? faults['file-unreadable'] : faults.other;
  return faults.other;
}

function progress(pattern: string, share: number): DocumentFragment {
  const percent = Math.round(share * 100);
  const bar = make('progress', '');
  bar.max = 100;
  bar.value = percent;
  const words = pattern.replace('{percent}', String(percent));
  bar.setAttribute('aria-label', words);
  const nodes = new DocumentFragment();
  nodes.append(bar, words);
  return nodes;
}
