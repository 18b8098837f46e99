/**
 * The code that lets a reporter come back: 14 random digits and 2 check digits by ISO 7064
 * MOD 97-10, which catches every single wrong digit and every swap of two digits (10 has order 96
 * modulo 97, more than any distance in 16 digits). The same secret can be written as six words.
 */
export type Receipt = string & { readonly __brand: 'Receipt' };

const secretDigits = 14;
const mod97 = 97n;

export function receiptFromSecret(secret: bigint): Receipt {
  const body = secret.toString().padStart(secretDigits, '0');
  if (body.length !== secretDigits) throw new Error('a receipt holds 14 digits');
  const check = 98n - ((secret * 100n) % mod97);
  return `${body}${check.toString().padStart(2, '0')}` as Receipt;
}

export const receiptSecretLimit = 10n ** BigInt(secretDigits);

/** Reads 16 digits in any grouping; `undefined` when a digit is wrong, swapped or missing. */
export function parseDigits(text: string): Receipt | undefined {
  const digits = text.replaceAll(/[\s.\-–]/gu, '');
  if (!/^\d{16}$/u.test(digits)) return undefined;
  return BigInt(digits) % mod97 === 1n ? (digits as Receipt) : undefined;
}

/** `1234 5678 9012 3456`, as it is shown and read aloud. */
export function groupDigits(receipt: Receipt): string {
  return receipt.replaceAll(/(\d{4})(?=\d)/gu, '$1 ');
}

/**
 * Five words carry the secret in base p, the sixth is a weighted sum modulo the prime p, so that
 * one wrong word and any two swapped words are caught. `words` holds p = 1021 distinct words.
 */
export function receiptToWords(receipt: Receipt, words: readonly string[]): string {
  const base = BigInt(words.length);
  let rest = BigInt(receipt.slice(0, secretDigits));
  const indexes: number[] = [];
  for (let i = 0; i < 5; i++) {
    indexes.push(Number(rest % base));
    rest /= base;
  }
  indexes.push(checkIndex(indexes, words.length));
  return indexes.map((index) => words[index] ?? '').join(' ');
}

/** Reads six words without diacritics; `undefined` when one is unknown, wrong or two are swapped. */
export function parseWords(text: string, words: readonly string[]): Receipt | undefined {
  const indexes = text
    .trim()
    .toLowerCase()
    .split(/[\s,.-]+/u)
    .map((word) => words.indexOf(word));
  if (indexes.length !== 6 || indexes.includes(-1)) return undefined;
  const secretWords = indexes.slice(0, 5);
  if (checkIndex(secretWords, words.length) !== indexes[5]) return undefined;
  const base = BigInt(words.length);
  const secret = secretWords.reduceRight((sum, index) => sum * base + BigInt(index), 0n);
  return secret < receiptSecretLimit ? receiptFromSecret(secret) : undefined;
}

function checkIndex(indexes: readonly number[], prime: number): number {
  // Weight of the check word is 1 and of the others 2..6: all differ modulo p, so any swap shows.
  const sum = indexes.reduce((total, index, position) => total + index * (position + 2), 0);
  return (prime - (sum % prime)) % prime;
}
