import type { DialogState } from '../../domain/dialog.ts';
import type { DialogRunner, ReportStore } from '../ports.ts';
import type { Routes } from '../routes.ts';
import type { TurnDraft } from '../turn-draft.ts';

/** What the actions need of the world; looked up before the commit, changed only by it. */
export interface ActionParts {
  readonly reports: ReportStore;
  readonly runner: Pick<DialogRunner, 'write'>;
  readonly routes: Routes;
  readonly newReceipt: () => bigint;
  readonly receiptWords: readonly string[];
  /** The answers as lines to read through, in the person's language. */
  readonly summarise: (answers: DialogState['answers'], locale: string) => string;
  readonly agencies: (
    place: DialogState['answers'][string] | undefined,
    need: string,
  ) => { readonly found: boolean; readonly text: string };
  readonly presence: (
    now: Date,
  ) => Promise<{ readonly kind: 'open' | 'closed' } | { readonly kind: 'busy'; readonly minutes: number }>;
  /** The address of the web chat, for links into it; none when the public address is not set. */
  readonly webChat: string | undefined;
  readonly newToken: () => string;
  readonly weather: (now: Date) => string;
  /** False for a safe word that is too short or that anyone might write by chance. */
  readonly isSafeWord: (word: string) => boolean;
}

export interface ActionCall {
  readonly args: Readonly<Record<string, string>>;
  readonly dialog: DialogState;
  readonly draft: TurnDraft;
  readonly parts: ActionParts;
}
