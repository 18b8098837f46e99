import { join } from 'node:path';
import { directline } from '../channels/directline/channel.ts';
import { findSaid } from '../conversations/find-said.ts';
import type { TurnParts } from '../conversations/turn/parts.ts';
import { computeTurn } from '../conversations/turn/turn.ts';
import type { AttachmentRef } from '../domain/answer.ts';
import type { Channel, ChannelName } from '../domain/channel.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { Content, Outgoing, TranscriptEntry } from '../domain/message.ts';
import { MemoryStore } from '../storage/memory/store.ts';
import { loadRecogniser } from '../understanding/load.ts';
import { type Dialogs, loadDialogs } from './dialogs.ts';
import { cacheFolder } from './understanding.ts';

export type Reply = Outgoing;

/** One person and the bot in this process: the same turn as in service, on memory instead of a database. */
export class Talk {
  readonly store: MemoryStore;
  readonly #dialogs: Dialogs;
  readonly #now: () => Date;
  readonly #channel: ChannelName;
  readonly id: ConversationId;
  #count = 0;
  #seen = 0;

  constructor(
    dialogs: Dialogs,
    store: MemoryStore,
    { now, channel, sender }: { now: () => Date; channel: ChannelName; sender: string },
  ) {
    this.#dialogs = dialogs;
    this.store = store;
    this.#now = now;
    this.#channel = channel;
    this.#sender = sender;
    this.id = store.conversations.idOf(channel, sender);
  }

  readonly #sender: string;

  open(): Promise<readonly Reply[]> {
    return this.send({ kind: 'opened' });
  }

  say(text: string): Promise<readonly Reply[]> {
    return this.send(text.trim() === '' ? { kind: 'sticker' } : { kind: 'text', text });
  }

  tap(value: string): Promise<readonly Reply[]> {
    return this.send({ kind: 'button', value });
  }

  attach(attachments: readonly AttachmentRef[]): Promise<readonly Reply[]> {
    return this.send({ kind: 'attachments', attachments: [...attachments] });
  }

  async send(content: Content): Promise<readonly Reply[]> {
    const { conversations } = this.store;
    const externalId = `${this.#sender}-${this.#count++}`;
    const occurredAt = this.#now().getTime();
    await conversations.accept(
      { channel: this.#channel, senderId: this.#sender, externalId, occurredAt, content },
      this.#now(),
    );
    const open = await conversations.open(this.id, 20);
    if (open === undefined) throw new Error('the conversation is not there');
    await conversations.commit(await computeTurn(this.#dialogs.turn, open, this.#now()));
    return this.news();
  }

  /** What the bot has said since the last look. */
  async news(): Promise<readonly Reply[]> {
    const entries = await this.store.conversations.transcript(this.id, this.#seen, 1000);
    this.#seen = entries.at(-1)?.seq ?? this.#seen;
    return entries.flatMap((entry: TranscriptEntry) =>
      entry.author === 'bot' && entry.body.kind === 'replied' ? [entry.body.message] : [],
    );
  }
}

/** Content and recogniser for talks; throws with the faults of the content, one a line. */
export function loadForTalk(
  root: string,
  store: MemoryStore,
  presence: TurnParts['presence'] = async () => ({ kind: 'open' }),
): Dialogs {
  const channels: ReadonlyMap<ChannelName, Channel> = new Map([['directline', directline]]);
  const recogniser = loadRecogniser({
    dialogsDir: join(root, 'dialogs'),
    cacheDir: cacheFolder(root, join(root, 'data')),
  });
  const loaded = loadDialogs({
    root,
    recogniser: () => recogniser,
    centre: 'Trung tâm',
    reports: store.reportStore,
    findSaid: (conversation, externalId) => findSaid(store.conversations, conversation, externalId),
    channels,
    presence,
    webChat: 'https://example.org',
  });
  if (loaded.kind === 'dialogs') return loaded.dialogs;
  throw new Error(
    loaded.faults.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'),
  );
}

export function openTalk(root: string, now: () => Date): Talk {
  const store = new MemoryStore();
  return new Talk(loadForTalk(root, store), store, { now, channel: 'directline', sender: 'terminal' });
}
