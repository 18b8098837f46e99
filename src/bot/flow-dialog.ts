import { type Activity, ActivityTypes, EventFactory, MessageFactory, type TurnContext } from 'botbuilder';
import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import type { ActionResult, DialogRequest, RunAction, Said } from '../conversations/ports.ts';
import { DialogState, newDialog } from '../domain/dialog.ts';
import type { Effect, SayEffect } from '../flows/effect.ts';
import type { Outcome } from '../flows/engine.ts';
import { advance, begin, resume } from '../flows/engine.ts';
import type { Library } from '../flows/library.ts';
import type { Input, Turn } from '../flows/turn.ts';

/** What FlowDialog needs for one turn; handed over in the context's turn state. */
export interface FlowTurn {
  readonly request: DialogRequest;
  readonly turn: Turn;
  readonly render: (effect: SayEffect) => Said;
  understood: boolean;
  state: DialogState;
}

export const flowTurn = Symbol('flow turn');

/** An action calls at most this many others in a row; more is a loop in a flow. */
const mostActions = 20;

/**
 * The one dialog class: it runs every guided dialog of dialogs/flows through the pure engine and puts
 * the engine's effects on the wire as activities. Its state is the engine's.
 */
export class FlowDialog extends Dialog {
  static readonly dialogId = 'flow';
  readonly #library: Library;

  constructor(library: Library) {
    super(FlowDialog.dialogId);
    this.#library = library;
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.#run(dc);
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.#run(dc);
  }

  async #run(dc: DialogContext): Promise<DialogTurnResult> {
    const flow = flowTurnOf(dc.context);
    const saved = readState(dc);
    const outcome = this.#answer(saved, flow);
    flow.state = await this.#carryOut(dc.context, flow, outcome);
    writeState(dc, flow.state);
    return Dialog.EndOfTurn;
  }

  #answer(saved: DialogState, { request, turn }: FlowTurn): Outcome {
    const { instead } = request;
    if (instead === undefined) return advance(this.#library, saved, request.input, turn);
    if (instead.kind === 'again') return resume(this.#library, saved, turn);
    return begin(
      this.#library,
      {
        ...saved,
        answers: { ...saved.answers, ...instead.answers },
        heard: { ...saved.heard, ...instead.heard },
      },
      instead.flow,
      turn,
      {
        replace: instead.replace === true,
        ...(request.input.kind === 'text' ? { said: request.input.text } : {}),
      },
    );
  }

  /** Sends the effects in order; an action is run where it stands and its result fed back at once. */
  async #carryOut(context: TurnContext, flow: FlowTurn, first: Outcome): Promise<DialogState> {
    let outcome = first;
    flow.understood = first.understood;
    for (let round = 0; round < mostActions; round++) {
      const action = await this.#send(context, flow, outcome.effects);
      if (action === undefined) return outcome.state;
      const result = await flow.request.runAction(action.name, action.args, outcome.state);
      outcome = advance(
        this.#library,
        without(outcome.state, result),
        resultOf(action.name, result),
        flow.turn,
      );
    }
    throw new Error('a flow runs from action to action without end');
  }

  async #send(
    context: TurnContext,
    flow: FlowTurn,
    effects: readonly Effect[],
  ): Promise<ActionEffect | undefined> {
    for (const effect of effects) {
      if (effect.kind === 'action') return effect;
      await context.sendActivity(toActivity(context, effect, flow));
    }
    return undefined;
  }
}

type ActionEffect = Extract<Effect, { readonly kind: 'action' }>;

function without(state: DialogState, { drop, leaveOthers }: ActionResult): DialogState {
  const answers =
    drop === undefined
      ? state.answers
      : Object.fromEntries(Object.entries(state.answers).filter(([field]) => !drop(field)));
  return { ...state, answers, stack: leaveOthers === true ? state.stack.slice(-1) : state.stack };
}

function resultOf(action: string, result: Awaited<ReturnType<RunAction>>): Input {
  return { kind: 'result', action, outcome: result.outcome, params: result.params };
}

function toActivity(
  context: TurnContext,
  effect: Exclude<Effect, ActionEffect>,
  flow: FlowTurn,
): Partial<Activity> {
  if (effect.kind === 'say') {
    const said = flow.render(effect);
    const actions = said.message.buttons.map(({ title, value }) => ({ type: 'imBack', title, value }));
    return { ...MessageFactory.suggestedActions(actions, said.message.text), channelData: said };
  }
  if (effect.kind === 'handoff') {
    const { urgency, reason } = effect;
    // It becomes a line of the turn's commit; what leaves, with the transcript, is made from that line.
    return EventFactory.createHandoffInitiation(context, { urgency, reason });
  }
  return { type: ActivityTypes.Event, name: 'effect', value: effect };
}

function flowTurnOf(context: TurnContext): FlowTurn {
  const turn: FlowTurn | undefined = context.turnState.get(flowTurn);
  if (turn === undefined) throw new Error('FlowDialog runs only inside a turn');
  return turn;
}

function readState(dc: DialogContext): DialogState {
  const state: unknown = dc.activeDialog?.state?.['flow'];
  return state === undefined ? newDialog : DialogState.parse(state);
}

function writeState(dc: DialogContext, state: DialogState): void {
  const active = dc.activeDialog;
  if (active !== undefined) active.state = { flow: state };
}
