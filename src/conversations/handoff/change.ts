import type { NewAudit } from '../../domain/audit.ts';
import type { Memory } from '../../domain/conversation.ts';
import type { ConversationId, StaffId } from '../../domain/ids.ts';
import type { Outgoing } from '../../domain/message.ts';
import type { Urgency } from '../../domain/urgency.ts';
import type {
  ConversationStore,
  NewEntry,
  NewHandoff,
  OpenConversation,
  Signals,
  TurnCommit,
} from '../ports.ts';
import type { Clocks } from './clocks.ts';
import type { Held, Move } from './move.ts';
import type {
  DeskChat,
  DeskCommit,
  DeskStore,
  DeskWords,
  HandoffPatch,
  NewDelivery,
  NewEvent,
  NewNote,
  Roster,
} from './ports.ts';

export interface DeskParts {
  readonly conversations: ConversationStore;
  readonly desk: DeskStore;
  readonly roster: Roster;
  readonly words: DeskWords;
  readonly signals: Signals;
  readonly clocks: Clocks;
  readonly now: () => Date;
  /** True when the Centre answers now, for what people are told while they wait. */
  readonly isOpen: (at: Date) => boolean | Promise<boolean>;
  /** True when a webhook is set up, so that deliveries for it are made. */
  readonly webhook: boolean;
  /** True when a desk of the Centre's own may be told what people write; only the operator decides that. */
  readonly webhookWords?: boolean;
}

export type Refusal =
  | 'taken'
  | 'not-waiting'
  | 'not-yours'
  | 'stale'
  | 'no-one'
  | 'nothing-waiting'
  | 'full'
  | 'excluded'
  | 'no-offer'
  | 'absent'
  | 'moved-on'
  | 'unsafe-time'
  | 'not-found';

export interface Refused {
  readonly kind: 'refused';
  readonly why: Refusal;
}

export function refused(why: Refusal): Refused {
  return { kind: 'refused', why };
}

/** What an action wants to change, once it has seen the conversation. */
export interface Plan {
  readonly moved?: Extract<Move, { kind: 'moved' }>;
  readonly said?: Outgoing;
  readonly told?: readonly string[];
  readonly noted?: readonly string[];
  readonly urgency?: Urgency;
  /** Asks how the talk was that ends with this. */
  readonly rate?: Memory['rate'];
  readonly opened?: NewHandoff;
  readonly handoff?: HandoffPatch;
  readonly note?: NewNote;
  readonly sent?: { readonly clientId: string; readonly by: StaffId };
  readonly call?: string;
  readonly exclude?: StaffId;
  readonly audit?: readonly Omit<NewAudit, 'at' | 'subject'>[];
  readonly events?: readonly NewEvent[];
  readonly deliveries?: readonly NewDelivery[];
}

export interface Seen {
  readonly open: OpenConversation;
  readonly chat: DeskChat;
  readonly held: Held;
}

export type Changed = { readonly kind: 'done'; readonly held: Held; readonly seq: number } | Refused;

const mostTries = 8;

/**
 * Reads the conversation, lets `decide` look at it, and commits what it wants if nothing has moved
 * meanwhile; otherwise looks again. So a decision is never carried out on a state it was not made for.
 */
export async function change(
  parts: DeskParts,
  id: ConversationId,
  decide: (seen: Seen) => Plan | Refused | Promise<Plan | Refused>,
): Promise<Changed> {
  for (let tries = 0; tries < mostTries; tries++) {
    const open = await parts.conversations.open(id, 1);
    const chat = await parts.desk.chat(id);
    if (open === undefined || chat === undefined) return refused('not-found');
    const plan = await decide({ open, chat, held: { holder: open.holder, epoch: open.epoch } });
    if ('kind' in plan) return plan;
    const commit = commitOf(parts, open, plan);
    if ((await parts.desk.commit(commit)) === 'moved-on') continue;
    parts.signals.changed(id);
    const { holder, epoch } = commit.turn.after;
    return { kind: 'done', held: { holder, epoch }, seq: open.lastSeq + commit.turn.entries.length };
  }
  return refused('moved-on');
}

function commitOf(parts: DeskParts, open: OpenConversation, plan: Plan): DeskCommit {
  const at = parts.now();
  const { opened, handoff, note, sent, call, exclude } = plan;
  return {
    at,
    turn: turnOf(parts, { open, plan, at }),
    ...(opened === undefined ? {} : { opened }),
    ...(handoff === undefined ? {} : { handoff }),
    ...(note === undefined ? {} : { note }),
    ...(sent === undefined ? {} : { sent }),
    ...(call === undefined ? {} : { call }),
    ...(exclude === undefined ? {} : { exclude }),
    audit: (plan.audit ?? []).map((entry) => ({
      ...entry,
      at,
      subject: { kind: 'conversation', id: open.id },
    })),
    events: plan.events ?? [],
    deliveries: parts.webhook
      ? (plan.deliveries ?? [])
      : (plan.deliveries ?? []).filter(({ way }) => way !== 'webhook'),
  };
}

function turnOf(
  parts: DeskParts,
  { open, plan, at }: { readonly open: OpenConversation; readonly plan: Plan; readonly at: Date },
): TurnCommit {
  const held = plan.moved?.held ?? { holder: open.holder, epoch: open.epoch };
  const noted = [...(plan.moved === undefined ? [] : [`holder:${plan.moved.noted}`]), ...(plan.noted ?? [])];
  const question = plan.rate === undefined ? undefined : parts.words.rating(open);
  const told = parts.words.isQuiet(open) ? [] : [...(plan.moved?.told ?? []), ...(plan.told ?? [])];
  const entries: readonly NewEntry[] = [
    ...noted.map((event): NewEntry => ({ author: 'system', at, body: { kind: 'noted', event } })),
    ...told.map(
      (key): NewEntry => ({
        author: 'bot',
        at,
        body: { kind: 'replied', message: parts.words.say(open, key) },
      }),
    ),
    ...(question === undefined
      ? []
      : [{ author: 'bot', at, body: { kind: 'replied', message: question } } satisfies NewEntry]),
    ...(plan.said === undefined
      ? []
      : [{ author: 'staff', at, body: { kind: 'replied', message: plan.said } } satisfies NewEntry]),
  ];
  return {
    before: open,
    after: {
      ...held,
      urgency: plan.urgency ?? open.urgency,
      lastPersonAt: open.lastPersonAt,
      memory: question === undefined ? open.memory : { ...open.memory, rate: plan.rate },
    },
    entries,
    answered: [],
    redacted: [],
    reports: [],
    handoffs: [],
  };
}
