import {
  argon2,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { promisify } from 'node:util';
import { OperationalError } from '../../domain/errors.ts';
import { DataKeyId } from '../../domain/ids.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { Keyring } from './keyring.ts';

/** A data key as the database keeps it: wrapped, with the id of the key that wraps it. */
export interface WrappedKey {
  readonly id: DataKeyId;
  readonly kekId: string;
  readonly wrapped: Uint8Array;
}

/** A data key ready for use; never stored, never logged. */
export interface DataKey {
  readonly id: DataKeyId;
  readonly key: KeyObject;
}

export function dataKeyOf(id: string, bytes: Buffer): DataKey {
  return { id: DataKeyId.parse(id), key: createSecretKey(bytes) };
}

/** What is looked up by keyed hash; the purpose keeps equal values of two kinds apart. */
export type LookupPurpose = 'sender' | 'external-id' | 'field' | 'token';

const nonceBytes = 12;
const tagBytes = 16;
const argon2Async = promisify(argon2);

/**
 * AES-256-GCM, one random nonce a message, a data key for each conversation and report. The
 * `context` (which column, which owner) is authenticated, so a sealed value moved elsewhere does not open.
 */
export class Vault {
  readonly #ring: Keyring;
  readonly #keks: ReadonlyMap<string, KeyObject>;
  readonly #lookup: KeyObject;

  constructor(ring: Keyring) {
    this.#ring = ring;
    this.#keks = new Map([...ring.keys].map(([id, key]) => [id, createSecretKey(key)]));
    this.#lookup = createSecretKey(ring.lookup);
  }

  newKey(): { readonly dataKey: DataKey; readonly wrapped: WrappedKey } {
    const dataKey = dataKeyOf(randomUUID(), randomBytes(32));
    return { dataKey, wrapped: this.wrap(dataKey) };
  }

  wrap(dataKey: DataKey): WrappedKey {
    const kekId = this.#ring.current;
    const wrapped = encrypt(this.#kek(kekId), dataKey.key.export(), `key:${dataKey.id}`);
    return { id: dataKey.id, kekId, wrapped };
  }

  unwrap(wrapped: WrappedKey): DataKey {
    return dataKeyOf(wrapped.id, decrypt(this.#kek(wrapped.kekId), wrapped.wrapped, `key:${wrapped.id}`));
  }

  seal(dataKey: DataKey, context: string, plain: Uint8Array | string): Buffer {
    return encrypt(dataKey.key, typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain, context);
  }

  open(dataKey: DataKey, context: string, sealed: Uint8Array): Buffer {
    return decrypt(dataKey.key, sealed, context);
  }

  sealJson(dataKey: DataKey, context: string, value: unknown): Buffer {
    return this.seal(dataKey, context, JSON.stringify(value));
  }

  openJson(dataKey: DataKey, context: string, sealed: Uint8Array): unknown {
    return JSON.parse(this.open(dataKey, context, sealed).toString('utf8'));
  }

  /** HMAC-SHA256: equal values give equal hashes, and without the ring none can be guessed. */
  lookup(purpose: LookupPurpose, value: string): Buffer {
    return createHmac('sha256', this.#lookup).update(`${purpose}\0`).update(value).digest();
  }

  /** A further secret derived from the ring, for signing short-lived tokens. */
  derive(purpose: string): Buffer {
    return createHmac('sha256', this.#lookup).update(`derive\0${purpose}`).digest();
  }

  /**
   * Argon2id, 64 MiB, 3 passes, on libuv's threads. A receipt must be found by its hash alone, so
   * the salt is the same for all and the pepper (never in the database) does the work of the salt.
   */
  async receiptHash(receipt: Receipt): Promise<Buffer> {
    const hash = await argon2Async('argon2id', {
      message: Buffer.from(receipt),
      nonce: this.lookup('token', 'receipt-salt').subarray(0, 16),
      secret: this.#ring.pepper,
      parallelism: 1,
      tagLength: 32,
      memory: 65_536,
      passes: 3,
    });
    return Buffer.from(hash);
  }

  #kek(id: string): KeyObject {
    const key = this.#keks.get(id);
    if (key === undefined) throw new OperationalError('key.missing', { retryable: false });
    return key;
  }
}

function encrypt(key: KeyObject, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: KeyObject, sealed: Uint8Array, context: string): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes));
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new OperationalError('seal.broken', { retryable: false, cause });
  }
}
