/**
 * How fast one account may call its platform: a number of calls a minute, and a pause when the
 * platform says that it was too many. One process knows its own pace only; the platform's answer is
 * what holds all of them back.
 */
export class Pace {
  readonly #perMinute: number;
  readonly #now: () => Date;
  #allowance: number;
  #refilledAt: number;
  #pausedUntil = 0;
  #failures = 0;

  constructor(perMinute: number, now: () => Date) {
    this.#perMinute = perMinute;
    this.#now = now;
    this.#allowance = perMinute;
    this.#refilledAt = now().getTime();
  }

  /** Milliseconds to wait before the next call; 0 takes one call from the allowance. */
  take(): number {
    const now = this.#now().getTime();
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    this.#refill(now);
    if (this.#allowance < 1) return Math.ceil(((1 - this.#allowance) / this.#perMinute) * 60_000);
    this.#allowance -= 1;
    return 0;
  }

  /** The platform is away: longer with each call that it did not take, so that few knock at a closed door. */
  failed(): number {
    const after = backOff(this.#failures, 2_000, 30_000);
    this.#failures += 1;
    this.pause(after);
    return after;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now().getTime() + milliseconds);
  }

  #refill(now: number): void {
    const grown = ((now - this.#refilledAt) / 60_000) * this.#perMinute;
    this.#allowance = Math.min(this.#perMinute, this.#allowance + Math.max(0, grown));
    this.#refilledAt = now;
  }
}

/** Grows with each try, with a fifth of chance so that many waiting replies do not all come back at once. */
export function backOff(attempts: number, first: number, longest: number): number {
  const grown = Math.min(longest, first * 2 ** Math.min(attempts, 20));
  return Math.round(grown * (0.9 + Math.random() * 0.2));
}
