import { type ActionName, actions } from '../../flows/actions.ts';
import type { ActionResult, RunAction } from '../ports.ts';
import type { TurnDraft } from '../turn-draft.ts';
import type { ActionCall, ActionParts } from './action.ts';
import { findAgencies } from './agencies.ts';
import { readBack, submitReport, summariseReport } from './report.ts';
import { severConversation } from './sever.ts';
import { addToReport, findStatus, readStatus, withdrawReport } from './status.ts';

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
  'conversation.sever': severConversation,
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
