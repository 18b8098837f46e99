/** What an action may be given, how it may come out, and which text parameters each outcome brings. */
export interface ActionShape {
  readonly args: readonly string[];
  readonly outcomes: Readonly<Record<string, readonly string[]>>;
  /** Which of these parameters are addresses that a link may lead to. */
  readonly addresses?: readonly string[];
  /** May be carried out again just to show its words once more. */
  readonly repeatable?: boolean;
}

/**
 * Every action a flow may name. The checker holds flows and texts to this list, and the turn has to
 * carry out each of them. Answers an action needs are read from the dialog state by field.
 */
export const actions = {
  /** The answers so far as lines to read through; `empty` if nothing was told. */
  'report.summarise': { args: [], repeatable: true, outcomes: { done: ['summary'], empty: [] } },
  /** Turns the draft into a report and makes its receipt. */
  'report.submit': { args: [], outcomes: { done: ['receipt', 'words'], empty: [] } },
  /** Compares the answer in `field` with the receipt just given. */
  'receipt.read-back': { args: ['field'], outcomes: { same: [], different: [] } },
  /** Looks for the report whose receipt is in the answer `field`. */
  'status.find': {
    args: ['field'],
    outcomes: {
      received: [],
      reading: [],
      helping: [],
      referred: [],
      closed: [],
      withdrawn: [],
      unknown: [],
      throttled: ['minutes'],
    },
  },
  /** What staff wrote to this reporter. */
  'status.read': { args: [], repeatable: true, outcomes: { found: ['messages'], none: [] } },
  /** Adds the answer in `field` to the report found. */
  'status.add': { args: ['field'], outcomes: { done: [] } },
  'status.withdraw': { args: [], outcomes: { done: [], late: [] } },
  /** Agencies for the place in answer `field` and a need (abuse, danger, health, legal, advice). */
  'agencies.find': {
    args: ['field', 'need'],
    repeatable: true,
    outcomes: { found: ['agencies'], national: ['agencies'] },
  },
  /** Whether a social worker can be expected now. */
  'staff.presence': { args: [], repeatable: true, outcomes: { open: [], busy: ['minutes'], closed: [] } },
  /** Forgets this conversation and what was written in it; the filed report stays. */
  'conversation.forget': { args: [], outcomes: { done: [] } },
  /** Makes the answer in `field` this person's own safe word; refused if too short or an everyday word. */
  'safe-word.set': { args: ['field'], outcomes: { done: [], refused: [] } },
  /** Moves this conversation to the web chat behind a one-use link; here nothing of it is kept. */
  'conversation.sever': {
    args: [],
    addresses: ['link'],
    outcomes: { done: ['link', 'minutes'], unavailable: [] },
  },
  /** An innocent line about the weather, for the safe word. */
  'weather.tell': { args: [], outcomes: { done: ['weather'] } },
} as const satisfies Readonly<Record<string, ActionShape>>;

export type ActionName = keyof typeof actions;
