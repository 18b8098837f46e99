import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type {
  Accepted,
  AttachmentStore,
  ConversationStore,
  OpenedFile,
  Reception,
  Signals,
} from '../../../src/conversations/ports.ts';
import type { AttachmentRef } from '../../../src/domain/answer.ts';
import { UserError } from '../../../src/domain/errors.ts';
import { ConversationId } from '../../../src/domain/ids.ts';
import type {
  Author,
  Content,
  Incoming,
  Outgoing,
  TranscriptBody,
  TranscriptEntry,
} from '../../../src/domain/message.ts';

/** What the scripted side answers to one event. */
export type Script = (content: Content, turn: number) => readonly Reply[];
export interface Reply {
  readonly text: string;
  readonly buttons?: readonly string[];
  /** Buttons that dial: title and what the device is asked to open. */
  readonly calls?: Readonly<Record<string, string>>;
  /** Buttons that open a page: title and address. */
  readonly pages?: Readonly<Record<string, string>>;
  readonly author?: Author;
  readonly key?: string;
  readonly files?: readonly AttachmentRef[];
}

/** A conversation store in memory whose answers come from a script, so that a page is tested by itself. */
export class ScriptedStore {
  readonly received: Incoming[] = [];
  /** What staff have sent, by id. */
  readonly pictures = new Map<string, OpenedFile>();
  readonly documents = new Map<string, OpenedFile>();
  readonly delay: number;
  readonly #script: Script;
  readonly #lines = new Map<string, TranscriptEntry[]>();
  readonly #accepted = new Set<string>();
  readonly #events = new EventEmitter();

  constructor(script: Script, delay = 30) {
    this.#script = script;
    this.delay = delay;
  }

  get reception(): Reception {
    return { receive: (event) => this.#receive(event) };
  }

  get signals(): Signals {
    return {
      changed: (id, lines = []) => void this.#events.emit(id, lines),
      onChanged: (id, listener) => {
        this.#events.on(id, listener);
        return () => this.#events.off(id, listener);
      },
    };
  }

  get conversations(): ConversationStore {
    const unused = () => Promise.reject(new Error('the script does not use this'));
    return {
      accept: unused,
      open: unused,
      commit: unused,
      countFailure: unused,
      waiting: unused,
      transcript: async (id, after, limit) => (this.#lines.get(id) ?? []).slice(after, after + limit),
      idOf: (_channel, senderId) => ConversationId.parse(senderId),
      exists: async (id) => this.#lines.has(id),
    };
  }

  /** Files of a few bytes are taken; the first letter says which refusal is wanted. */
  get attachments(): Pick<AttachmentStore, 'keep' | 'viewOwn' | 'fromStaff'> {
    return {
      keep: async ({ bytes }) => {
        const start = bytes.subarray(0, 8).toString('latin1');
        if (start.startsWith('TYPE'))
          throw new UserError('attachment.type-refused', 'this type is not taken');
        if (start.startsWith('BROKEN')) throw new UserError('attachment.unreadable', 'this cannot be opened');
        if (start.startsWith('LARGE')) throw new UserError('attachment.too-large', 'this is too large');
        return { id: randomUUID(), contentType: 'image/png', size: bytes.length };
      },
      viewOwn: async (_owner, id) => this.pictures.get(id),
      fromStaff: async (_owner, id) => this.documents.get(id),
    };
  }

  /** Says something unasked, as staff do. */
  say(senderId: string, reply: Reply): void {
    const id = ConversationId.parse(senderId);
    this.#add(id, reply.author ?? 'bot', { kind: 'replied', message: outgoing(reply) });
    this.signals.changed(id);
  }

  /** The server forgets everything, as after a deletion. */
  forget(): void {
    this.#lines.clear();
  }

  async #receive(event: Incoming): Promise<Accepted> {
    const id = ConversationId.parse(event.senderId);
    if (this.#accepted.has(event.externalId)) return { kind: 'duplicate', id };
    this.#accepted.add(event.externalId);
    this.received.push(event);
    if (!this.#lines.has(id)) this.#lines.set(id, []);
    void this.#answer(id, event);
    return { kind: 'accepted', id };
  }

  async #answer(id: ConversationId, event: Incoming): Promise<void> {
    const turn = this.received.length;
    await pause(this.delay);
    this.#add(id, 'person', { kind: 'said', content: event.content, clientId: event.externalId });
    for (const reply of this.#script(event.content, turn)) {
      this.#add(id, reply.author ?? 'bot', { kind: 'replied', message: outgoing(reply) });
    }
    this.signals.changed(id);
  }

  #add(id: ConversationId, author: Author, body: TranscriptBody): void {
    const lines = this.#lines.get(id) ?? [];
    lines.push({ seq: lines.length + 1, author, at: new Date(), body });
    this.#lines.set(id, lines);
  }
}

function outgoing({
  text,
  key = 'test.say',
  buttons = [],
  calls = {},
  pages = {},
  files = [],
}: Reply): Outgoing {
  return {
    key,
    text,
    buttons: [
      ...Object.entries(calls).map(([title, value]) => ({ title, value, style: 'call' as const })),
      ...Object.entries(pages).map(([title, value]) => ({ title, value, style: 'link' as const })),
      ...buttons.map((title, at) => ({ title, value: `choice:${at}`, style: 'choice' as const })),
    ],
    expects: buttons.length > 0 ? 'choice' : 'text',
    ...(files.length === 0 ? {} : { files: [...files] }),
  };
}
