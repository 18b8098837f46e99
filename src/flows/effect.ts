import type { Answer, Field } from '../domain/answer.ts';
import type { TextParams, Voice } from '../domain/text.ts';
import type { Urgency } from '../domain/urgency.ts';
import type { ActionName } from './actions.ts';

export type Command =
  | 'help'
  | 'human'
  | 'stop'
  | 'restart'
  | 'delete'
  | 'back'
  | 'skip'
  | 'done'
  | 'continue'
  | 'exit'
  | 'safe-word';

/** What can be tapped; `value` comes back as the input. */
export interface Button {
  readonly value: string;
  readonly label: string;
}

/** A page to open; `label` is the key of the words on its button. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

export type InputHint = 'text' | 'number' | 'date' | 'place' | 'attachment';

/** A message by key. `lines` are choices too many for buttons, to be shown numbered under the text. */
export interface SayEffect {
  readonly kind: 'say';
  readonly key: string;
  readonly params: TextParams;
  readonly voice: Voice;
  readonly buttons: readonly Button[];
  readonly lines: readonly string[];
  readonly inputHint?: InputHint;
  readonly link?: Link;
  readonly secret?: boolean;
}

/** What the engine asks the world to do, in this order. */
export type Effect =
  | SayEffect
  | { readonly kind: 'answer'; readonly field: Field; readonly answer: Answer }
  | { readonly kind: 'clear-answer'; readonly field: Field }
  | { readonly kind: 'action'; readonly name: ActionName; readonly args: Readonly<Record<string, string>> }
  | { readonly kind: 'handoff'; readonly urgency: Urgency; readonly reason: string }
  | { readonly kind: 'end'; readonly flow: string; readonly outcome: string }
  | { readonly kind: 'command'; readonly command: Command };
