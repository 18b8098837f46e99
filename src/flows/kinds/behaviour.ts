import type { Answer, AttachmentRef } from '../../domain/answer.ts';
import type { Recognition } from '../../domain/recognition.ts';
import type { TextParams } from '../../domain/text.ts';

/** Where a step leads once it has been entered. */
export type Move =
  | { readonly kind: 'stay' }
  | { readonly kind: 'go'; readonly to: string }
  | { readonly kind: 'call'; readonly flow: string; readonly back: boolean }
  | { readonly kind: 'end'; readonly outcome: string };

export const stay: Move = { kind: 'stay' };

export function go(to: string): Move {
  return { kind: 'go', to };
}

/** What a question is told: typed words, the value of a button of this very step, or files. */
export type Told =
  | { readonly kind: 'text'; readonly text: string; readonly recognition: Recognition }
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'files'; readonly files: readonly AttachmentRef[] };

/**
 * What a question made of it. `kept` was understood, said what it had to, and waits for more;
 * `unclear` lets the engine count a miss and ask again.
 */
export type Heard =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly next: string }
  | { readonly kind: 'moved'; readonly next: string }
  | { readonly kind: 'kept' }
  | { readonly kind: 'unclear'; readonly key?: string; readonly params?: TextParams };

export const unclear: Heard = { kind: 'unclear' };
export const kept: Heard = { kind: 'kept' };
