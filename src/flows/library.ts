import type { Command } from './effect.ts';
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
  /** Flows that carry out a command, e.g. delete: delete-what-i-wrote. */
  readonly commands: Readonly<Partial<Record<Command, string>>>;
}
