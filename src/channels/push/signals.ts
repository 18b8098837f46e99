/** What the people who run the service must hear of; a code only, never words or ids. */
export type AlarmCode =
  | 'zalo.token-dead'
  | 'zalo.token-not-stored'
  | 'zalo.account'
  | 'zalo.clock'
  | 'messenger.token-dead'
  | 'messenger.account'
  | 'messenger.policy'
  | 'messenger.clock';

export type Alarm = (code: AlarmCode, detail?: string) => void;

/** Counts what a platform told us, by kind and by what became of it. */
export type Count = (event: string, outcome: 'received' | 'ignored' | 'refused') => void;
