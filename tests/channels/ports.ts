import { createHash, randomUUID } from 'node:crypto';
import type {
  Accepted,
  AttachmentStore,
  DueSending,
  Lock,
  OpenedFile,
  Reception,
  Upload,
} from '../../src/conversations/ports.ts';
import type {
  BudgetRule,
  HeldEvent,
  HeldEvents,
  ReplyBudget,
  SendingMarks,
  StoredTokens,
  TokenStore,
} from '../../src/conversations/push-ports.ts';
import type { AttachmentRef } from '../../src/domain/answer.ts';
import { UserError } from '../../src/domain/errors.ts';
import { ConversationId } from '../../src/domain/ids.ts';
import type { Button, Incoming, TranscriptBody } from '../../src/domain/message.ts';

/** Ports in memory, ten lines each, for the channels' own tests. */

export class Inbox implements Reception {
  readonly events: Incoming[] = [];
  readonly #seen = new Set<string>();

  async receive(event: Incoming): Promise<Accepted> {
    const key = `${event.channel}\0${event.externalId}`;
    const id = conversationOf(event.senderId);
    if (this.#seen.has(key)) return { kind: 'duplicate', id };
    this.#seen.add(key);
    this.events.push(event);
    return { kind: 'accepted', id };
  }
}

export function conversationOf(senderId: string): ConversationId {
  const hex = createHash('sha256').update(senderId).digest('hex');
  return ConversationId.parse(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  );
}

export class Files implements Pick<AttachmentStore, 'keep' | 'fromStaff'> {
  readonly kept: Upload[] = [];
  refuses = false;

  async keep(upload: Upload) {
    if (this.refuses) throw new UserError('attachment.type-refused', 'not taken');
    this.kept.push(upload);
    return { id: randomUUID(), contentType: 'image/png', size: upload.bytes.length };
  }

  /** What staff have sent, by id. */
  readonly ours = new Map<string, OpenedFile>();

  /** A file of staff, as a reply names it. */
  sent(contentType: string, bytes: Buffer): AttachmentRef {
    const id = randomUUID();
    this.ours.set(id, { contentType, bytes });
    return { id, contentType, size: bytes.length };
  }

  async fromStaff(_owner: ConversationId, id: string) {
    return this.ours.get(id);
  }
}

export class Held implements HeldEvents {
  readonly rows = new Map<string, { event: unknown; attempts: number; at: number; done: boolean }>();

  async hold(key: string, event: unknown, now: Date): Promise<'held' | 'duplicate'> {
    if (this.rows.has(key)) return 'duplicate';
    this.rows.set(key, { event, attempts: 0, at: now.getTime(), done: false });
    return 'held';
  }

  async claim(now: Date, limit: number, lease: number): Promise<readonly HeldEvent[]> {
    const due = [...this.rows].filter(([, row]) => !row.done && row.at <= now.getTime()).slice(0, limit);
    return due.map(([id, row]) => {
      row.attempts += 1;
      row.at = now.getTime() + lease;
      return { id, attempts: row.attempts, event: row.event };
    });
  }

  async later(id: string, at: Date): Promise<void> {
    this.rows.get(id)!.at = at.getTime();
  }

  async done(id: string): Promise<void> {
    this.rows.get(id)!.done = true;
  }
}

export class Marks implements SendingMarks {
  readonly rows: {
    readonly id: string;
    readonly part: number;
    mark: string;
    arrived: boolean;
    echoed: boolean;
  }[] = [];

  async begun(id: string, part: number, mark: string): Promise<void> {
    const row = this.rows.find((each) => each.id === id && each.part === part);
    if (row === undefined) this.rows.push({ id, part, mark, arrived: false, echoed: false });
    else row.mark = mark;
  }

  async taken(id: string, part: number): Promise<void> {
    const row = this.rows.find((each) => each.id === id && each.part === part);
    if (row !== undefined) row.arrived = true;
  }

  async refused(id: string, part: number): Promise<void> {
    const at = this.rows.findIndex((each) => each.id === id && each.part === part);
    if (at >= 0) this.rows.splice(at, 1);
  }

  async arrived(mark: string): Promise<boolean> {
    const row = this.rows.find((each) => each.mark === mark && !each.echoed);
    if (row !== undefined) Object.assign(row, { arrived: true, echoed: true });
    return row !== undefined;
  }

  async partsArrived(id: string): Promise<ReadonlySet<number>> {
    return new Set(this.rows.filter((row) => row.id === id && row.arrived).map(({ part }) => part));
  }
}

export class Budget implements ReplyBudget {
  last: Date | undefined;
  used = 0;

  constructor(last: Date | undefined) {
    this.last = last;
  }

  async lastPersonAt(): Promise<Date | undefined> {
    return this.last;
  }

  async take(_id: ConversationId, author: string, rule: BudgetRule): Promise<'taken' | 'spent'> {
    const most = author === 'staff' ? rule.replies : rule.replies - rule.keptForStaff;
    if (this.used >= most) return 'spent';
    this.used += 1;
    return 'taken';
  }

  async giveBack(): Promise<void> {
    this.used -= 1;
  }

  async left() {
    return undefined;
  }
}

export class TokenShelf implements TokenStore {
  stored: StoredTokens | undefined;
  /** Throws on the nth write from now, as a process that dies or a database that is away. */
  failsOnWrite = 0;
  writes = 0;

  async read(): Promise<StoredTokens | undefined> {
    return this.stored;
  }

  async write(_account: string, tokens: StoredTokens): Promise<void> {
    this.writes += 1;
    if (this.failsOnWrite > 0 && this.writes >= this.failsOnWrite) throw new Error('the database is away');
    this.stored = tokens;
  }
}

/** One at a time, for all who share it. */
export function sharedLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return {
    hold: (_key, work) => {
      const turn = last.then(work, work);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

export function reply(text: string, buttons: readonly Button[] = []): TranscriptBody {
  return { kind: 'replied', message: { key: 'test.text', text, buttons: [...buttons], expects: 'nothing' } };
}

/** A reply of staff that is files alone. */
export function replyWith(...files: readonly AttachmentRef[]): TranscriptBody {
  return {
    kind: 'replied',
    message: { key: 'staff', text: '', buttons: [], expects: 'text', files: [...files] },
  };
}

let sendings = 0;

export function sendingTo(
  channel: 'zalo' | 'messenger',
  senderId: string,
  more: Partial<DueSending> = {},
): DueSending {
  sendings += 1;
  const id = String(sendings);
  return {
    id,
    conversationId: conversationOf(senderId),
    channel,
    senderId,
    seq: 1,
    attempts: 0,
    body: reply('Chào bạn.'),
    author: 'bot',
    ...more,
  };
}

export function choice(title: string, value = title): Button {
  return { title, value, style: 'choice' };
}
