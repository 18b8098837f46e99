import { randomUUID } from 'node:crypto';
import type { DeskParts } from '../../../src/conversations/handoff/change.ts';
import { moveInTurn, type TurnEvent } from '../../../src/conversations/handoff/in-turn.ts';
import type { Called, DeskCommit, DeskMember, HeldChat } from '../../../src/conversations/handoff/ports.ts';
import type { OpenConversation, TurnCommit } from '../../../src/conversations/ports.ts';
import { TurnDraft } from '../../../src/conversations/turn-draft.ts';
import { Memory } from '../../../src/domain/conversation.ts';
import type { Holder } from '../../../src/domain/holder.ts';
import { ConversationId, HandoffId, StaffId } from '../../../src/domain/ids.ts';
import { outsideDesk, partnerDesk } from '../../../src/domain/staff.ts';
import type { Urgency } from '../../../src/domain/urgency.ts';
import { clocks, start } from './world.ts';

export class Crash extends Error {}

interface Line {
  readonly seq: number;
  readonly author: string;
  readonly at: Date;
  readonly text: string;
  readonly holder: Holder;
  readonly epoch: number;
  by?: StaffId;
}

/**
 * One conversation and two or three members in memory, behind the same ports as the database. `pause` is
 * called before each access, so that a scheduler may run others in between; `crash` may end an access.
 */
export function aMemoryWorld(pause: () => Promise<void>) {
  const id = ConversationId.parse(randomUUID());
  const members: DeskMember[] = [1, 2, 3].map((n) => ({
    id: StaffId.parse(`00000000-0000-4000-8000-00000000000${n}`),
    username: `m${n}`,
    name: `m${n}`,
    email: null,
    roles: ['counsellor'],
    skills: [],
    capacity: 3,
    active: true,
    presence: 'present',
    sound: true,
    lastSeenAt: start,
    chats: 0,
  }));
  const clock = { now: start };
  const lines: Line[] = [];
  const holders: { readonly holder: Holder; readonly epoch: number; readonly at: Date }[] = [];
  const crashes = { before: 0, after: 0 };
  const sent = new Map<string, number>();
  const calls = new Map<string, Called>();
  let conversation = {
    holder: { kind: 'bot' } as Holder,
    epoch: 0,
    version: 0,
    urgency: 'routine' as Urgency,
    lastPersonAt: start,
  };
  const handoffs = new Map<HandoffId, HeldChat['handoff'] & object>();
  const excluded: StaffId[] = [];
  const offered = new Set<StaffId>();

  const open = (): OpenConversation => ({
    id,
    channel: 'zalo',
    locale: 'vi',
    memory: Memory.parse({ dialog: {} }),
    pending: [],
    sealedWith: undefined,
    lastSeq: lines.length,
    ...conversation,
  });
  const write = (turn: TurnCommit, also: () => void): 'committed' | 'moved-on' => {
    if (crashes.before > 0) {
      crashes.before -= 1;
      throw new Crash('before the commit');
    }
    if (turn.before.version !== conversation.version) return 'moved-on';
    const { holder, epoch, urgency, lastPersonAt } = turn.after;
    if (epoch !== conversation.epoch) holders.push({ holder, epoch, at: clock.now });
    conversation = { holder, epoch, urgency, lastPersonAt, version: conversation.version + 1 };
    for (const { author, at, body } of turn.entries) {
      const text = body.kind === 'replied' ? body.message.key : body.kind === 'noted' ? body.event : 'words';
      lines.push({ seq: lines.length + 1, author, at, text, holder, epoch });
    }
    for (const { id: handoffId, reason, openedAt } of turn.handoffs) openHandoff(handoffId, reason, openedAt);
    also();
    if (crashes.after > 0) {
      crashes.after -= 1;
      throw new Crash('after the commit');
    }
    return 'committed';
  };
  const openHandoff = (handoffId: HandoffId, reason: string, openedAt: Date): void => {
    handoffs.set(handoffId, {
      id: handoffId,
      reason,
      state: 'open',
      openedAt,
      waitingSince: openedAt,
      heldSince: null,
      staffId: null,
      step: 0,
      skills: [],
      offer: null,
      legalState: 'running',
      toldSeq: 0,
    });
  };
  const chat = (): HeldChat => {
    const { holder } = conversation;
    const known = holder.kind === 'bot' ? [...handoffs.values()].at(-1) : handoffs.get(holder.handoffId);
    const handoff =
      known === undefined
        ? null
        : { ...known, offer: known.offer?.epoch === conversation.epoch ? known.offer : null };
    const spoke = lines.findLast(({ author }) => author === 'staff');
    const unanswered = lines.find(
      ({ author, seq, at }) =>
        author === 'person' && seq > (spoke?.seq ?? 0) && handoff !== null && at >= handoff.openedAt,
    );
    const member = holder.kind === 'staff' ? members.find((each) => each.id === holder.staffId) : undefined;
    return {
      id,
      channel: 'zalo',
      lastSeq: lines.length,
      createdAt: start,
      ...conversation,
      handoff,
      excluded,
      lastSeenAt: member?.lastSeenAt ?? null,
      lastSpokeAt: spoke?.at ?? null,
      unansweredSince: unanswered?.at ?? null,
    };
  };
  const commit = (change: DeskCommit): 'committed' | 'moved-on' => {
    const { handoff: patch, opened, sent: said } = change;
    const known = patch === undefined ? undefined : handoffs.get(patch.id);
    if (patch?.ifStep !== undefined && known?.step !== patch.ifStep) return 'moved-on';
    if (said !== undefined && sent.has(said.clientId)) return 'moved-on';
    if (change.call !== undefined && calls.has(change.call)) return 'moved-on';
    return write(change.turn, () => {
      if (opened !== undefined) openHandoff(opened.id, opened.reason, opened.openedAt);
      if (known !== undefined && patch !== undefined) handoffs.set(known.id, { ...known, ...patch });
      if (patch?.offer) offered.add(patch.offer.to);
      if (said !== undefined) {
        sent.set(said.clientId, lines.length);
        const line = lines.at(-1);
        if (line !== undefined) line.by = said.by;
      }
      if (change.call !== undefined) {
        calls.set(change.call, { conversationId: id, epoch: conversation.epoch, seq: lines.length });
        const line = lines.at(-1);
        if (line?.author === 'staff') line.by = partnerDesk;
      }
      if (change.exclude !== undefined) excluded.push(change.exclude);
    });
  };
  const reconcile = (): void => {
    const { holder } = conversation;
    for (const each of handoffs.values()) {
      if (holder.kind === 'bot' || holder.handoffId !== each.id) continue;
      if (holder.kind === 'queue' && each.state !== 'open')
        handoffs.set(each.id, {
          ...each,
          state: 'open',
          staffId: null,
          heldSince: null,
          waitingSince: clock.now,
          step: 0,
          offer: null,
        });
      if (holder.kind === 'staff' && each.staffId !== holder.staffId)
        handoffs.set(each.id, {
          ...each,
          state: 'accepted',
          staffId: holder.staffId,
          heldSince: clock.now,
          offer: null,
        });
    }
  };
  const after = async <T>(work: () => T): Promise<T> => {
    await pause();
    return work();
  };
  const parts: DeskParts = {
    conversations: {
      open: () => after(open),
      commit: (turn: TurnCommit) => after(() => write(turn, () => undefined)),
    } as unknown as DeskParts['conversations'],
    desk: {
      chat: () => after(chat),
      byHandoff: () => after(chat),
      waiting: () => after(() => (conversation.holder.kind === 'queue' ? [chat()] : [])),
      held: () => after(() => (conversation.holder.kind === 'staff' ? [chat()] : [])),
      commit: (change) => after(() => commit(change)),
      sentSeq: (_id, clientId) => after(() => sent.get(clientId)),
      called: (callId) => after(() => calls.get(callId)),
      reconcile: () => after(reconcile),
      unfinished: () => after(() => []),
      handledAt: () => after(() => undefined),
    },
    roster: {
      members: () =>
        after(() =>
          members.map((member) => ({
            ...member,
            chats: conversation.holder.kind === 'staff' && conversation.holder.staffId === member.id ? 1 : 0,
          })),
        ),
      onDuty: async () => [],
    },
    words: {
      say: (_conversation, key) => ({ key, text: key, buttons: [], expects: 'nothing' }),
      isQuiet: () => false,
      rating: () => undefined,
    },
    signals: { changed: () => undefined, onChanged: () => () => undefined } as DeskParts['signals'],
    clocks,
    now: () => clock.now,
    isOpen: () => true,
    webhook: false,
  };
  /** A turn of the person, or an echo from the platform's inbox, tried until it is committed. */
  const turn = async (event: TurnEvent['kind'] | 'writes' | 'asks', urgency: Urgency): Promise<void> => {
    for (;;) {
      const before = await parts.conversations.open(id, 1);
      if (before === undefined) return;
      const draft = new TurnDraft(before, clock.now);
      const handoffId = HandoffId.parse(randomUUID());
      const author = event.endsWith('-outside') ? 'staff' : 'person';
      draft.add({ author, at: clock.now, body: { kind: 'said', content: { kind: 'text', text: 'words' } } });
      draft.lastPersonAt = clock.now;
      const speak = (key: string) => ({
        message: { key, text: key, buttons: [], expects: 'nothing' as const },
        secret: false,
      });
      if (event === 'asks') draft.requestHandoff(urgency, 'asked-for-person');
      else if (event === 'answered-outside') moveInTurn(draft, { kind: event, handoffId }, speak);
      else if (event !== 'writes') moveInTurn(draft, { kind: event }, speak);
      if ((await parts.conversations.commit(draft.toCommit())) === 'committed') return;
    }
  };
  const seen = (n: number): void => {
    const member = members[n];
    if (member !== undefined) members[n] = { ...member, lastSeenAt: clock.now };
  };
  return { id, parts, members, clock, lines, holders, crashes, turn, seen, chat, outsideDesk, offered };
}
