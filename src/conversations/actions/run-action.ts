import type { DialogState } from '../../domain/dialog.ts';
import { type ActionName, actions } from '../../flows/actions.ts';
import type { ActionResult, ReportStore, RunAction } from '../ports.ts';
import type { Routes } from '../routes.ts';
import type { TurnDraft } from '../turn-draft.ts';
import { findAgencies } from './agencies.ts';
import { readBack, submitReport, summariseReport } from './report.ts';
import { addToReport, findStatus, readStatus, withdrawReport } from './status.ts';

/** What the actions need of the world; looked up before the commit, changed only by it. */
export interface ActionParts {
  readonly reports: ReportStore;
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

type Action = (call: ActionCall) => Promise<ActionResult> | ActionResult;

const byName: Readonly<Record<ActionName, Action>> = {
  'report.summarise': summariseReport,
  'report.submit': submitReport,
  'receipt.read-back': readBack,
  'status.find': findStatus,
  'status.read': readStatus,
  'status.add': addToReport,
  'status.withdraw': withdrawReport,
  'agencies.find': findAgencies,
  'staff.presence': tellPresence,
  'conversation.forget': ({ draft }) => {
    draft.forget();
    return { outcome: 'done', params: {}, drop: () => true };
  },
  'weather.tell': ({ draft, parts }) => ({ outcome: 'done', params: { weather: parts.weather(draft.now) } }),
  'safe-word.set': setSafeWord,
};

export function runActionFor(parts: ActionParts, draft: TurnDraft): RunAction {
  return async (name, args, dialog) => {
    if (!isAction(name)) throw new Error('a flow names an action that does not exist');
    return byName[name]({ args, dialog, draft, parts });
  };
}

function isAction(name: string): name is ActionName {
  return name in actions;
}

async function tellPresence({ draft, parts }: ActionCall): Promise<ActionResult> {
  const presence = await parts.presence(draft.now);
  const params: ActionResult['params'] = presence.kind === 'busy' ? { minutes: presence.minutes } : {};
  return { outcome: presence.kind, params };
}

function setSafeWord({ args, dialog, draft, parts }: ActionCall): ActionResult {
  const answer = dialog.answers[args['field'] ?? ''];
  const word = answer === undefined || answer.kind === 'skipped' ? '' : answer.said.trim().toLowerCase();
  if (!parts.isSafeWord(word)) return { outcome: 'refused', params: {} };
  draft.remember({ safeWord: word });
  return { outcome: 'done', params: {} };
}
