import type { AlarmCode } from '../push/signals.ts';

/** What to do about a refusal of the send API; all come with HTTP 200 and a negative number. */
export type ZaloFault =
  | { readonly kind: 'token' }
  /** Too many calls: the whole OA waits. */
  | { readonly kind: 'slow-down'; readonly after: number }
  /** The account cannot send at all until a person has seen to it: replies wait. */
  | { readonly kind: 'account'; readonly alarm: AlarmCode; readonly after: number }
  | { readonly kind: 'again'; readonly after: number; readonly tries: number }
  | { readonly kind: 'final'; readonly errorCode: string }
  /** The message's form is not taken: without buttons it may be. */
  | { readonly kind: 'form'; readonly errorCode: string };

/** What was uploaded is not kept any more. */
export const uploadExpired = -100;

const minute = 60_000;
const account: ZaloFault = { kind: 'account', alarm: 'zalo.account', after: 5 * minute };

function final(reason: string): ZaloFault {
  return { kind: 'final', errorCode: `zalo.${reason}` };
}

/** https://developers.zalo.me/docs/official-account/phu-luc/ma-loi (by digest; texts have typos, only numbers are matched). */
const faults: Readonly<Record<number, ZaloFault>> = {
  [-32]: { kind: 'slow-down', after: minute },
  [uploadExpired]: { kind: 'again', after: minute, tries: 2 },
  [-124]: { kind: 'token' },
  [-200]: { kind: 'again', after: 10_000, tries: 5 },
  [-201]: { kind: 'form', errorCode: 'zalo.invalid' },
  [-204]: account,
  [-205]: account,
  [-209]: account,
  [-210]: { kind: 'form', errorCode: 'zalo.too-long' },
  [-211]: { ...account, after: 30 * minute },
  [-212]: account,
  [-213]: final('not-following'),
  [-216]: { kind: 'token' },
  [-217]: final('blocked'),
  [-218]: { kind: 'again', after: 30 * minute, tries: 48 },
  [-219]: account,
  [-220]: { kind: 'token' },
  [-221]: account,
  [-223]: account,
  [-224]: account,
  [-227]: final('inactive'),
  [-230]: final('window-closed'),
  [-232]: final('window-closed'),
  [-233]: { kind: 'form', errorCode: 'zalo.form' },
  [-234]: { kind: 'again', after: 30 * minute, tries: 24 },
  [-235]: { kind: 'form', errorCode: 'zalo.form' },
  [-240]: account,
  [-242]: account,
  [-244]: final('blocked'),
  [-248]: final('text-refused'),
  [-320]: account,
  [-321]: account,
  [-403]: final('not-in-group'),
};

/** An unknown number may be about the form, and is otherwise tried a few times. */
export function zaloFault(code: number): ZaloFault {
  return faults[code] ?? { kind: 'form', errorCode: 'zalo.unknown' };
}

export const knownZaloCodes: readonly number[] = Object.keys(faults).map(Number);
