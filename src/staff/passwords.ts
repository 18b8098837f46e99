import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const argon2Async = promisify(argon2);

/** OWASP's second choice for Argon2id: 19 MiB, 2 passes, 1 lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const tagLength = 32;

/** A password's Argon2id hash in the usual `$argon2id$v=19$m=…,t=…,p=…$salt$hash` form. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, { salt, ...cost });
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${b64(salt)}$${b64(hash)}`;
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/u.exec(stored);
  const [, memory, passes, parallelism, salt = '', hash = ''] = match ?? [];
  if (match === null) return false;
  const given = await derive(password, {
    salt: Buffer.from(salt, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  const expected = Buffer.from(hash, 'base64');
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Checked when there is no such account, so that the time taken does not tell. */
export const nobodysHash: Promise<string> = hashPassword(randomBytes(12).toString('hex'));

/** Length alone is asked for (NIST SP 800-63B); what is too plain is what everyone tries first. */
export function passwordFault(password: string, username: string): 'too-short' | 'too-plain' | undefined {
  if ([...password].length < 12) return 'too-short';
  const low = password.toLowerCase();
  const plain =
    new Set(low).size < 5 ||
    low.includes(username.toLowerCase()) ||
    /^(?:1234567890|0123456789|password|matkhau|qwerty)/u.test(low);
  return plain ? 'too-plain' : undefined;
}

async function derive(
  password: string,
  how: { salt: Buffer; memory: number; passes: number; parallelism: number },
): Promise<Buffer> {
  const { salt, memory, passes, parallelism } = how;
  // The same password typed on another keyboard may come decomposed.
  const message = Buffer.from(password.normalize('NFC'), 'utf8');
  return Buffer.from(
    await argon2Async('argon2id', { message, nonce: salt, memory, passes, parallelism, tagLength }),
  );
}

function b64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
