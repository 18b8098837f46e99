import type { DueSending, SendResult } from '../../conversations/ports.ts';
import { backOff, type Pace } from '../push/pace.ts';
import type { Alarm } from '../push/signals.ts';
import type { ZaloAnswer, ZaloUpload } from './api.ts';
import { type ZaloFault, zaloFault } from './errors.ts';

/** Anything but sent. */
export type Held = Exclude<SendResult, { readonly kind: 'sent' }>;

interface Parts {
  readonly pace: Pace;
  readonly alarm: Alarm;
}

type Refusal = Exclude<ZaloAnswer | ZaloUpload, { readonly kind: 'sent' | 'uploaded' }>;

const lostCode = 'zalo.answer-lost';

/** The message may have arrived. */
export function isLost(result: SendResult): boolean {
  return result.kind === 'try-later' && result.errorCode === lostCode;
}

/** What an answer to a message means for its reply. */
export function resultOf(parts: Parts, sending: DueSending, answer: ZaloAnswer): SendResult {
  if (answer.kind !== 'sent') return heldBy(parts, sending, answer);
  parts.pace.succeeded();
  return { kind: 'sent' };
}

/** What a refusal, or silence, means for the reply. */
export function heldBy(parts: Parts, sending: DueSending, answer: Refusal): Held {
  if (answer.kind === 'down') return waiting('zalo.down', parts.pace.failed());
  parts.pace.succeeded();
  // Its echo may still tell that it arrived; without one, a second copy is better than a lost safety message.
  if (answer.kind === 'lost') return later(lostCode, backOff(sending.attempts, 20_000, 120_000));
  return heldByFault(parts, sending, zaloFault(answer.code));
}

function heldByFault(parts: Parts, sending: DueSending, fault: ZaloFault): Held {
  switch (fault.kind) {
    case 'token':
      return waiting('zalo.token-wait', 10_000);
    case 'slow-down':
      parts.pace.pause(fault.after);
      return waiting('zalo.slow-down', fault.after);
    case 'account':
      parts.alarm(fault.alarm);
      parts.pace.pause(fault.after);
      return waiting('zalo.account', fault.after);
    case 'again':
      return sending.attempts + 1 < fault.tries
        ? later('zalo.refused', fault.after)
        : unsendable('zalo.refused');
    case 'form':
    case 'final':
      return unsendable(fault.errorCode);
  }
}

/** Not this reply's fault: it keeps its place and its tries, until its window closes. */
export function waiting(errorCode: string, after: number): Held {
  return { kind: 'try-later', errorCode, after, waits: true };
}

export function later(errorCode: string, after: number): Held {
  return { kind: 'try-later', errorCode, after };
}

export function unsendable(errorCode: string): Held {
  return { kind: 'unsendable', errorCode };
}
