import type { Lock } from '../../conversations/ports.ts';
import type { StoredTokens, TokenPair, TokenStore } from '../../conversations/push-ports.ts';
import type { Alarm } from '../push/signals.ts';
import { refreshPair, type ZaloApp } from './oauth.ts';

export interface TokenParts {
  readonly app: ZaloApp;
  readonly store: TokenStore;
  readonly lock: Lock;
  readonly alarm: Alarm;
  readonly now: () => Date;
  /** ZALO_REFRESH_TOKEN: begins the chain when the database has none, or only a dead one of an earlier value. */
  readonly seed?: string;
  /** A keyed hash, to know a seed again without keeping it. */
  readonly fingerprint: (text: string) => string;
}

export type Access =
  | { readonly kind: 'token'; readonly token: string }
  /** Nothing to do but wait: another process refreshes, or the platform is away. */
  | { readonly kind: 'wait' }
  /** Only `npm run zalo -- login` helps. */
  | { readonly kind: 'dead' };

/** Refreshed this long before the 25 hours end, so that a day's outage of the platform does not matter. */
const early = 5 * 3600 * 1000;
const account = 'zalo';

/**
 * The OA's access token. A refresh token works once and each refresh gives the next, so: one process
 * at a time (lock), the stored pair read again under the lock, a mark written before the call, and the
 * new pair stored before it is used. A crash between answer and store cannot be undone by us; the mark
 * tells what happened, the old token is still tried, and a person is called if it is dead.
 */
export class ZaloTokens {
  readonly #parts: TokenParts;
  /** A pair that could not be stored yet: the one thing that must not be lost. */
  #unstored: StoredTokens | undefined;
  #cached: TokenPair | undefined;
  #refreshing: Promise<Access> | undefined;

  constructor(parts: TokenParts) {
    this.#parts = parts;
  }

  async access(): Promise<Access> {
    if (this.#cached !== undefined && this.#fresh(this.#cached))
      return { kind: 'token', token: this.#cached.access };
    const stored = await this.#read();
    if (stored?.state === 'good' && this.#fresh(stored.pair)) return this.#use(stored.pair);
    const renewed = await this.#renew(undefined);
    const valid =
      stored !== undefined &&
      stored.state !== 'dead' &&
      stored.pair.access !== '' &&
      stored.pair.expiresAt > this.#parts.now();
    // Too early to need it: a token that still has hours goes on while its refresh waits.
    return renewed.kind === 'wait' && valid ? { kind: 'token', token: stored.pair.access } : renewed;
  }

  /** By the clock: stores what could not be stored, and refreshes in time. */
  async look(): Promise<void> {
    if (this.#unstored !== undefined) await this.#keep(this.#unstored);
    await this.access();
  }

  /** The platform refused this token. Gives a newer one, refreshed if nobody has done so yet. */
  async renewed(refused: string): Promise<Access> {
    if (this.#cached?.access === refused) this.#cached = undefined;
    return this.#renew(refused);
  }

  /** A pair from a consent just given; replaces whatever there was. */
  async adopt(pair: TokenPair): Promise<void> {
    await this.#parts.store.write(account, { pair, state: 'good', ...this.#seedMark() });
    this.#use(pair);
  }

  /** For `zalo -- status`; no token in it. */
  async status(): Promise<{ readonly state: StoredTokens['state'] | 'none'; readonly expiresAt?: Date }> {
    const stored = await this.#parts.store.read(account);
    return stored === undefined
      ? { state: 'none' }
      : { state: stored.state, expiresAt: stored.pair.expiresAt };
  }

  #renew(refused: string | undefined): Promise<Access> {
    this.#refreshing ??= this.#underLock(refused).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #underLock(refused: string | undefined): Promise<Access> {
    const outcome = await this.#parts.lock.hold(`tokens:${account}`, () => this.#refreshIfNeeded(refused));
    return outcome === 'busy' ? { kind: 'wait' } : outcome;
  }

  async #refreshIfNeeded(refused: string | undefined): Promise<Access> {
    const stored = await this.#read();
    if (stored === undefined || stored.state === 'dead') return this.#dead();
    const usable = stored.state === 'good' && stored.pair.access !== refused && this.#fresh(stored.pair);
    return usable ? this.#use(stored.pair) : this.#refresh(stored);
  }

  async #refresh(stored: StoredTokens): Promise<Access> {
    const { app, store, now } = this.#parts;
    await store.write(account, { ...stored, state: 'refreshing' });
    const answer = await refreshPair(app, stored.pair.refresh, now());
    switch (answer.kind) {
      case 'pair':
        return this.#keep({ ...stored, pair: answer.pair, state: 'good' });
      case 'rejected':
        return this.#rejected(stored);
      case 'down':
        await store.write(account, stored);
        return { kind: 'wait' };
      case 'lost':
        // The mark stays: the next try finds out whether the old token is still good.
        return { kind: 'wait' };
    }
  }

  /** Dead, unless someone else has brought a new pair meanwhile (a lock that ran out, a login). */
  async #rejected(used: StoredTokens): Promise<Access> {
    const latest = await this.#parts.store.read(account);
    if (latest !== undefined && latest.state === 'good' && latest.pair.refresh !== used.pair.refresh)
      return this.#use(latest.pair);
    await this.#parts.store.write(account, { ...used, state: 'dead' });
    return this.#dead();
  }

  /** Stored first, used then. If the database is away the pair is held here and every later look stores it. */
  async #keep(tokens: StoredTokens): Promise<Access> {
    this.#unstored = tokens;
    try {
      await this.#parts.store.write(account, tokens);
      this.#unstored = undefined;
    } catch {
      this.#parts.alarm('zalo.token-not-stored');
    }
    return this.#use(tokens.pair);
  }

  async #read(): Promise<StoredTokens | undefined> {
    if (this.#unstored !== undefined) {
      const unstored = this.#unstored;
      await this.#keep(unstored);
      return unstored;
    }
    const stored = await this.#parts.store.read(account);
    const { seed } = this.#parts;
    const useSeed =
      seed !== undefined &&
      (stored === undefined || (stored.state === 'dead' && stored.seed !== this.#parts.fingerprint(seed)));
    if (!useSeed) return stored;
    return {
      pair: { access: '', refresh: seed, expiresAt: new Date(0) },
      state: 'good',
      ...this.#seedMark(),
    };
  }

  #seedMark(): { readonly seed?: string } {
    const { seed, fingerprint } = this.#parts;
    return seed === undefined ? {} : { seed: fingerprint(seed) };
  }

  #dead(): Access {
    this.#cached = undefined;
    this.#parts.alarm('zalo.token-dead');
    return { kind: 'dead' };
  }

  #use(pair: TokenPair): Access {
    this.#cached = pair;
    return { kind: 'token', token: pair.access };
  }

  #fresh({ access, expiresAt }: TokenPair): boolean {
    return access !== '' && expiresAt.getTime() - this.#parts.now().getTime() > early;
  }
}
