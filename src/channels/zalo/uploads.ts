import { LRUCache } from 'lru-cache';
import type { AttachmentStore, DueSending } from '../../conversations/ports.ts';
import type { AttachmentRef } from '../../domain/answer.ts';
import { openOutgoing } from '../push/outgoing-file.ts';
import { backOff, type Pace } from '../push/pace.ts';
import type { Alarm } from '../push/signals.ts';
import { uploadToZalo } from './api.ts';
import { type Held, heldBy, isLost, later, unsendable, waiting } from './results.ts';
import type { ZaloSettings } from './settings.ts';
import type { ZaloTokens } from './tokens.ts';
import { withToken } from './with-token.ts';

export interface UploadParts {
  readonly settings: ZaloSettings;
  readonly tokens: Pick<ZaloTokens, 'access' | 'renewed'>;
  readonly files: Pick<AttachmentStore, 'fromStaff'>;
  readonly pace: Pace;
  readonly alarm: Alarm;
}

export type Uploaded = { readonly kind: 'uploaded'; readonly id: string };

/**
 * A file is laid down at Zalo before it can be sent. The id is remembered until it is sent, so that further
 * tries do not upload it again: an OA has 5,000 uploads a month.
 */
export class ZaloUploads {
  readonly #parts: UploadParts;
  readonly #ids = new LRUCache<string, string>({ max: 500 });

  constructor(parts: UploadParts) {
    this.#parts = parts;
  }

  async of(sending: DueSending, file: AttachmentRef): Promise<Uploaded | Held> {
    const known = this.#ids.get(file.id);
    return known === undefined ? this.#upload(sending, file) : { kind: 'uploaded', id: known };
  }

  /** Sent, or not kept at Zalo any more. */
  forget(file: AttachmentRef): void {
    this.#ids.delete(file.id);
  }

  async #upload(sending: DueSending, file: AttachmentRef): Promise<Uploaded | Held> {
    const content = await openOutgoing(this.#parts.files, sending, file);
    if (content === undefined) return unsendable('channel.file-gone');
    const wait = this.#parts.pace.take();
    if (wait > 0) return waiting('zalo.slow-down', wait);
    const answer = await withToken(this.#parts, (to) => uploadToZalo(to, content));
    if ('errorCode' in answer) return answer;
    if (answer.kind !== 'uploaded') return this.#held(sending, heldBy(this.#parts, sending, answer));
    this.#parts.pace.succeeded();
    this.#ids.set(file.id, answer.id);
    return answer;
  }

  /** A lost answer to an upload is no lost message: surely nothing reached the person. */
  #held(sending: DueSending, held: Held): Held {
    return isLost(held) ? later('zalo.upload-lost', backOff(sending.attempts, 5_000, 120_000)) : held;
  }
}
