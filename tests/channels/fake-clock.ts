/** A clock that goes only when told to. */
export class FakeClock {
  #at: number;

  constructor(start: string | number) {
    this.#at = new Date(start).getTime();
  }

  readonly now = (): Date => new Date(this.#at);
  readonly milliseconds = (): number => this.#at;

  pass(milliseconds: number): void {
    this.#at += milliseconds;
  }
}
