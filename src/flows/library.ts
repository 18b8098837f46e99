import type { Flow } from './schema.ts';

export interface LoadedFlow {
  readonly flow: Flow;
  /** Names this very version; a report keeps it. */
  readonly hash: string;
}

/** The flows of one start of the program. */
export interface Library {
  readonly flows: ReadonlyMap<string, LoadedFlow>;
  /** The flow for whoever is in none. */
  readonly start: string;
}
