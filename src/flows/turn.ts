import type { AttachmentRef } from '../domain/answer.ts';
import type { PlaceFound, Unit, UnitKey } from '../domain/place.ts';
import type { Recognition } from '../domain/recognition.ts';
import type { Locale, TextParams, Voice } from '../domain/text.ts';

/** What the person did, or how an action came out. */
export type Input =
  | { readonly kind: 'text'; readonly text: string; readonly recognition: Recognition }
  | { readonly kind: 'button'; readonly value: string }
  | { readonly kind: 'attachments'; readonly attachments: readonly AttachmentRef[] }
  | {
      readonly kind: 'result';
      readonly action: string;
      readonly outcome: string;
      readonly params: TextParams;
    };

/** Words by key. Pure look-ups; src/texts meets this. */
export interface Words {
  has(key: string): boolean;
  /** The parameters the text needs in this voice. */
  params(key: string, voice: Voice): readonly string[];
  /** The label of a choice or command and what else means the same, in the voice given. */
  choice(
    key: string,
    voice: Voice,
    params: TextParams,
  ): { readonly label: string; readonly accept: readonly string[] };
  /** The parameters every text may use: you, You, staff, Staff, centre. */
  address(voice: Voice, address: string | undefined): TextParams;
}

/** Finds communes. Pure look-ups; src/directory meets this. */
export interface Places {
  find(said: string): PlaceFound;
  unit(key: UnitKey): Unit | undefined;
}

export interface Limits {
  /** How many buttons one message of the channel can have; what does not fit becomes numbered lines. */
  readonly buttons: number;
  readonly textLength: number;
}

/** All that the engine may know of the world at one message. */
export interface Turn {
  /** ISO time with the offset of Vietnam, e.g. 2026-11-24T21:00:00+07:00. */
  readonly now: string;
  readonly locale: Locale;
  readonly channel: string;
  readonly limits: Limits;
  readonly words: Words;
  readonly places: Places;
}
