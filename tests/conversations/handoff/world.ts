import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { DeskParts } from '../../../src/conversations/handoff/change.ts';
import { Clocks } from '../../../src/conversations/handoff/clocks.ts';
import { TurnDraft } from '../../../src/conversations/turn-draft.ts';
import type { ChannelName } from '../../../src/domain/channel.ts';
import { type ConversationId, HandoffId, StaffId } from '../../../src/domain/ids.ts';
import type { Role } from '../../../src/domain/staff.ts';
import type { Urgency } from '../../../src/domain/urgency.ts';
import { conversationStore } from '../../../src/storage/postgres/conversations.ts';
import type { Database } from '../../../src/storage/postgres/database.ts';
import { deskStore } from '../../../src/storage/postgres/desk.ts';
import { outbox } from '../../../src/storage/postgres/outbox.ts';
import { rosterStore } from '../../../src/storage/postgres/roster.ts';
import { accountStore } from '../../../src/storage/postgres/staff.ts';
import { newKeyring, parseKeyring } from '../../../src/storage/vault/keyring.ts';
import { Vault } from '../../../src/storage/vault/vault.ts';

export const clocks = Clocks.parse(parse(readFileSync('dialogs/clocks.yaml', 'utf8')));
export const start = new Date('2026-03-04T02:00:00Z'); // a Wednesday, 09:00 in Vietnam

/** A desk over a real database, with a clock of its own. */
export function aDesk(database: Database) {
  const vault = new Vault(parseKeyring(newKeyring(start)));
  const { db } = database;
  const clock = { now: start };
  const conversations = conversationStore(db, vault);
  const accounts = accountStore(db, vault);
  const parts: DeskParts = {
    conversations,
    desk: deskStore(db, vault),
    roster: rosterStore(db, vault),
    words: {
      say: (_conversation, key) => ({ key, text: key, buttons: [], expects: 'nothing' }),
      isQuiet: () => false,
      rating: () => ({ key: 'bot.rate', text: 'bot.rate', buttons: [], expects: 'choice' }),
    },
    signals: { changed: () => undefined, onChanged: () => () => undefined },
    clocks,
    now: () => clock.now,
    isOpen: () => true,
    webhook: true,
  };
  const later = (ms: number): void => {
    clock.now = new Date(clock.now.getTime() + ms);
  };
  const member = async (roles: readonly Role[] = ['counsellor']): Promise<StaffId> => {
    const id = StaffId.parse(randomUUID());
    await accounts.create({
      id,
      username: `m-${id.slice(0, 8)}`,
      name: 'Một người',
      roles,
      passwordHash: 'x',
      at: clock.now,
    });
    await accounts.update(id, { presence: 'present', lastSeenAt: clock.now });
    return id;
  };
  /** The person writes; the turn records it and, when asked, requests a person. */
  const writes = async (
    senderId: string,
    wants?: { readonly urgency: Urgency; readonly reason: string },
    channel: ChannelName = 'zalo',
  ): Promise<ConversationId> => {
    const event = {
      channel,
      senderId,
      externalId: randomUUID(),
      occurredAt: clock.now.getTime(),
      content: { kind: 'text', text: 'xin chào' },
    } as const;
    const { id } = await conversations.accept(event, clock.now);
    for (;;) {
      const open = await conversations.open(id, 10);
      if (open === undefined) throw new Error('gone');
      const draft = new TurnDraft(open, clock.now);
      for (const pending of open.pending) {
        draft.add({ author: 'person', at: clock.now, body: { kind: 'said', content: pending.content } });
        draft.answered.push(pending.inboxId);
      }
      draft.lastPersonAt = clock.now;
      if (wants !== undefined) draft.requestHandoff(wants.urgency, wants.reason);
      if ((await conversations.commit(draft.toCommit())) === 'committed') return id;
    }
  };
  return {
    ...parts,
    parts,
    db,
    vault,
    clock,
    later,
    member,
    writes,
    accounts,
    outbox: outbox(db, vault),
    sender: () => `person-${randomBytes(6).toString('hex')}`,
    newHandoffId: () => HandoffId.parse(randomUUID()),
  };
}
