import { type Activity, ActivityHandler, ActivityTypes, TurnContext } from 'botbuilder';
import { type DialogState as BotDialogState, DialogContext, DialogSet } from 'botbuilder-dialogs';
import { z } from 'zod';
import type { DialogOutcome, DialogRequest, DialogRunner, Said, Step } from '../conversations/ports.ts';
import { DialogState, newDialog } from '../domain/dialog.ts';
import type { Effect, SayEffect } from '../flows/effect.ts';
import type { Library } from '../flows/library.ts';
import type { Turn } from '../flows/turn.ts';
import { FlowDialog, type FlowTurn, flowTurn } from './flow-dialog.ts';
import { TurnAdapter } from './turn-adapter.ts';

export interface RunnerParts {
  readonly library: Library;
  readonly turnFor: (request: DialogRequest) => Turn;
  readonly render: (effect: SayEffect, request: DialogRequest) => Said;
}

const SavedStack = z.looseObject({
  dialogStack: z.array(z.looseObject({ id: z.string(), state: z.unknown() })).default([]),
});

/** Runs one input of a person through the Bot Framework's handler and dialogs, in memory. */
export function dialogRunner(parts: RunnerParts): DialogRunner {
  const dialog = new FlowDialog(parts.library);
  return { run: (request) => run(parts, dialog, request), read: readDialog, write: writeDialog };
}

async function run(parts: RunnerParts, dialog: FlowDialog, request: DialogRequest): Promise<DialogOutcome> {
  const stack: BotDialogState = { dialogStack: SavedStack.parse(request.dialog).dialogStack };
  const adapter = new TurnAdapter();
  const context = new TurnContext(adapter, activityOf(request));
  const flow: FlowTurn = {
    request,
    turn: parts.turnFor(request),
    render: (effect) => parts.render(effect, request),
    understood: true,
    state: newDialog,
  };
  context.turnState.set(flowTurn, flow);
  await handler(dialog, stack).run(context);
  return { dialog: stack, state: flow.state, steps: adapter.sent.map(stepOf), understood: flow.understood };
}

/** A saved dialog never changes: each turn makes a new one, and asks the old one many times. */
const readBefore = new WeakMap<object, DialogState>();

function readDialog(dialog: unknown): DialogState {
  if (typeof dialog !== 'object' || dialog === null) return newDialog;
  const known = readBefore.get(dialog);
  if (known !== undefined) return known;
  const state = parseDialog(dialog);
  readBefore.set(dialog, state);
  return state;
}

function parseDialog(dialog: object): DialogState {
  const [top] = SavedStack.parse(dialog).dialogStack;
  const state = z.looseObject({ flow: DialogState }).safeParse(top?.state);
  return state.success ? state.data.flow : newDialog;
}

function writeDialog(flow: DialogState): BotDialogState {
  return { dialogStack: [{ id: FlowDialog.dialogId, state: { flow } }] };
}

function handler(dialog: FlowDialog, stack: BotDialogState): ActivityHandler {
  const bot = new ActivityHandler();
  const talk = async (context: TurnContext, next: () => Promise<void>): Promise<void> => {
    const dialogs = new DialogSet().add(dialog);
    const dc = new DialogContext(dialogs, context, stack);
    const result = await dc.continueDialog();
    if (result.status === 'empty') await dc.beginDialog(FlowDialog.dialogId);
    await next();
  };
  bot.onMessage(talk);
  bot.onConversationUpdate(talk);
  return bot;
}

function activityOf({ conversation, input, now }: DialogRequest): Partial<Activity> {
  const person = { id: 'person', name: '' };
  return {
    type: ActivityTypes.Message,
    channelId: conversation.channel,
    conversation: { id: conversation.id, isGroup: false, conversationType: 'personal', name: '' },
    from: person,
    recipient: { id: 'bot', name: '' },
    timestamp: now,
    locale: conversation.locale,
    ...(input.kind === 'text' ? { text: input.text } : {}),
    ...(input.kind === 'button' ? { value: { payload: input.value } } : {}),
  };
}

/** Back from activities to what the turn commits; only our own FlowDialog wrote them. */
function stepOf(activity: Partial<Activity>): Step {
  if (activity.type === ActivityTypes.Message) return { kind: 'said', said: activity.channelData as Said };
  if (activity.name === 'handoff.initiate')
    return { kind: 'handoff', ...(activity.value as Pick<HandoffEffect, 'urgency' | 'reason'>) };
  return activity.value as Exclude<Effect, SayEffect>;
}

type HandoffEffect = Extract<Effect, { readonly kind: 'handoff' }>;
