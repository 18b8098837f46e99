export type LimitKind = 'sign-in-name' | 'sign-in-address' | 'confirm' | 'link' | 'receipt' | 'message';

export const staffLimits: Readonly<
  Record<LimitKind, { readonly points: number; readonly duration: number }>
> = {
  'sign-in-name': { points: 10, duration: 900 },
  'sign-in-address': { points: 50, duration: 900 },
  confirm: { points: 10, duration: 900 },
  link: { points: 20, duration: 900 },
  receipt: { points: 10, duration: 60 },
  message: { points: 60, duration: 60 },
};

/** False when this key has tried too often lately. */
export type MayTry = (kind: LimitKind, key: string) => Promise<boolean>;
