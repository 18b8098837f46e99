/** Stops asking a service that keeps failing, and tries it again with one call after a rest. */
export class CircuitBreaker {
  private failures = 0;
  private closedAgainAt = 0;
  private readonly limit: number;
  private readonly restMs: number;
  private readonly now: () => number;

  constructor({
    limit = 3,
    restMs = 30_000,
    now = Date.now,
  }: { limit?: number; restMs?: number; now?: () => number } = {}) {
    this.limit = limit;
    this.restMs = restMs;
    this.now = now;
  }

  /** True when the service may be asked now. After a rest one call goes through to try it. */
  admits(): boolean {
    if (this.failures < this.limit) return true;
    if (this.now() < this.closedAgainAt) return false;
    this.closedAgainAt = this.now() + this.restMs;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
  }

  /** `restMs` when the service said itself how long it wants to be left alone. */
  failed(restMs = this.restMs): void {
    this.failures += 1;
    if (this.failures >= this.limit || restMs !== this.restMs) {
      this.failures = Math.max(this.failures, this.limit);
      this.closedAgainAt = this.now() + restMs;
    }
  }
}
