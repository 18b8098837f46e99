import type { AlarmCode } from '../push/signals.ts';

export type MessengerFault =
  | { readonly kind: 'slow-down' }
  | { readonly kind: 'account'; readonly alarm: AlarmCode; readonly after: number }
  | { readonly kind: 'again'; readonly after: number; readonly tries: number }
  | { readonly kind: 'final'; readonly errorCode: string };

const minute = 60_000;
const token: MessengerFault = { kind: 'account', alarm: 'messenger.token-dead', after: minute };
const account: MessengerFault = { kind: 'account', alarm: 'messenger.account', after: 5 * minute };
const again: MessengerFault = { kind: 'again', after: 10_000, tries: 6 };
const slowDown: MessengerFault = { kind: 'slow-down' };

function final(reason: string): MessengerFault {
  return { kind: 'final', errorCode: `messenger.${reason}` };
}

/** By code and subcode, else by code; texts are translated and never looked at. */
const faults: Readonly<Record<string, MessengerFault>> = {
  '1': again,
  '2': again,
  '2/2018344': final('terms-not-accepted'),
  '4': slowDown,
  '10': account,
  '10/2018278': final('window-closed'),
  '10/1893063': { ...account, after: 30 * minute },
  '32': slowDown,
  '100': final('invalid'),
  '100/2018001': final('no-such-person'),
  '100/2018008': again,
  '100/2018047': final('invalid'),
  '100/2018074': final('invalid'),
  '100/2018294': again,
  '190': token,
  '200': account,
  '368': account,
  '551': final('unreachable'),
  '613': slowDown,
  '1200': again,
  '80006': slowDown,
};

export function messengerFault(code: number, subcode: number | undefined): MessengerFault {
  return faults[`${code}/${subcode ?? ''}`] ?? faults[String(code)] ?? again;
}
