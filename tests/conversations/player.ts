import { randomUUID } from 'node:crypto';
import type { Dialogs } from '../../src/app/dialogs.ts';
import { type Reply, Talk } from '../../src/app/talk.ts';
import { move } from '../../src/conversations/handoff/move.ts';
import type { TurnParts } from '../../src/conversations/turn/parts.ts';
import { TurnDraft } from '../../src/conversations/turn-draft.ts';
import { AttachmentRef } from '../../src/domain/answer.ts';
import { ReportId, StaffId } from '../../src/domain/ids.ts';
import { groupDigits, type Receipt, receiptFromSecret, receiptToWords } from '../../src/domain/receipt.ts';
import { type Report, ReportState } from '../../src/domain/report.ts';
import type { MemoryStore } from '../../src/storage/memory/store.ts';
import type { Golden, GoldenTurn } from './golden-file.ts';

/** What the world around one golden conversation is. */
export interface Stage {
  now: Date;
  presence: Awaited<ReturnType<TurnParts['presence']>>;
}

const contentTypes = { photo: 'image/jpeg', voice: 'audio/mp4', file: 'application/pdf' } as const;
const unit = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const filedReceipt: Receipt = receiptFromSecret(12_345_678_901_234n);

/** Plays one golden conversation on the product's own turn and tells what happened. */
export class Player {
  readonly talk: Talk;
  readonly #stage: Stage;
  readonly #words: readonly string[];
  readonly #dialogs: Dialogs;
  #last: readonly Reply[] = [];
  #said: Reply[] = [];

  constructor(
    golden: Golden,
    dialogs: Dialogs,
    parts: { readonly store: MemoryStore; readonly stage: Stage },
  ) {
    this.#stage = parts.stage;
    this.#words = dialogs.turn.receiptWords;
    this.#dialogs = dialogs;
    parts.stage.now = new Date(`${golden.clock}:00+07:00`);
    parts.stage.presence =
      golden.presence === 'busy' ? { kind: 'busy', minutes: 10 } : { kind: golden.presence };
    parts.store.locale = golden.locale;
    if (golden.filed !== undefined)
      parts.store.file(filedReport(golden.filed, parts.stage.now), Buffer.from(filedReceipt));
    this.talk = new Talk(dialogs, parts.store, {
      now: () => parts.stage.now,
      channel: golden.channel,
      sender: randomUUID(),
    });
  }

  /** The keys of the bot's answers. */
  async play(turn: GoldenTurn): Promise<readonly string[]> {
    this.#stage.now = new Date(this.#stage.now.getTime() + 1_000);
    const replies = await this.#do(turn);
    if (replies.length > 0) this.#last = replies;
    this.#said.push(...replies);
    return replies.map(({ key }) => key);
  }

  async #do(turn: GoldenTurn): Promise<readonly Reply[]> {
    if (turn.opens === true) return this.talk.open();
    if (turn.sticker === true) return this.talk.send({ kind: 'sticker' });
    if (turn.person !== undefined) return this.talk.say(this.#filled(turn.person));
    if (turn.tap !== undefined)
      return this.talk.tap(turn.late === true ? turn.tap : this.#buttonFor(turn.tap));
    if (turn.attach !== undefined) return this.talk.attach([file(contentTypes[turn.attach])]);
    if (turn.staff === 'takes') return this.#takes();
    if (turn.wait !== undefined) this.#pass(turn.wait);
    return [];
  }

  /** A social worker takes the chat from the queue, as the desk would commit it. */
  async #takes(): Promise<readonly Reply[]> {
    const { conversations } = this.talk.store;
    const open = await conversations.open(this.talk.id, 1);
    if (open?.holder.kind !== 'queue') throw new Error('nobody waits for a person');
    const by = StaffId.parse('11111111-1111-4111-8111-111111111111');
    const moved = move(open, { kind: 'taken', by, handoffId: open.holder.handoffId });
    if (moved.kind !== 'moved') throw new Error('the chat cannot be taken');
    const draft = new TurnDraft(open, this.#stage.now);
    draft.holder = moved.held.holder;
    draft.epoch = moved.held.epoch;
    for (const key of moved.told) draft.say(this.#dialogs.turn.speak(key, open.memory.dialog, open));
    await conversations.commit(draft.toCommit());
    return this.talk.news();
  }

  #buttonFor(value: string): string {
    const button = this.#last
      .toReversed()
      .flatMap(({ buttons }) => buttons)
      .find((each) => each.value.endsWith(`:${value}`));
    if (button !== undefined) return button.value;
    const question =
      this.#last.toReversed().find(({ key }) => key.endsWith('.ask') || key.endsWith('.retry'))?.key ?? '';
    return `${question.split('.').slice(0, -1).join('.')}:${value}`;
  }

  #filled(text: string): string {
    const shown = this.#said.map((reply) => reply.text).join('\n');
    const digits = /(\d{4} \d{4} \d{4} \d{4})/u.exec(shown)?.[1] ?? '';
    const words = shown
      .split('\n')
      .findLast(
        (line) => line.split(' ').length === 6 && line.split(' ').every((word) => this.#words.includes(word)),
      );
    return text
      .replaceAll('{receipt}', digits)
      .replaceAll('{last-digits}', digits.slice(-4))
      .replaceAll('{last-word}', words?.split(' ').at(-1) ?? '')
      .replaceAll('{filed-receipt}', groupDigits(filedReceipt))
      .replaceAll('{filed-words}', receiptToWords(filedReceipt, this.#words));
  }

  #pass(wait: string): void {
    const length = Number(wait.slice(0, -1)) * unit[wait.slice(-1) as keyof typeof unit];
    this.#stage.now = new Date(this.#stage.now.getTime() + length);
  }
}

function file(contentType: string): AttachmentRef {
  return AttachmentRef.parse({ id: randomUUID(), contentType, size: 1000 });
}

function filedReport({ state, answers }: { state: string; answers: readonly string[] }, now: Date): Report {
  const at = now.toISOString();
  return {
    id: ReportId.parse(randomUUID()),
    state: ReportState.parse(state),
    urgency: 'urgent',
    redUnfinished: false,
    flow: 'report',
    flowHash: 'golden',
    firstReceivedAt: now,
    updatedAt: now,
    submittedAt: now,
    version: 1,
    content: { answers: {}, additions: [], staffAnswers: answers.map((text) => ({ at, text })) },
  };
}
