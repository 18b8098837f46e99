import { expect } from 'chai';
import fc from 'fast-check';
import { loadReceiptWords } from '../../src/conversations/load.ts';
import {
  groupDigits,
  parseDigits,
  parseWords,
  type Receipt,
  receiptFromSecret,
  receiptSecretLimit,
  receiptToWords,
} from '../../src/domain/receipt.ts';
import { projectRoot } from '../helpers/app.ts';

const words = loadReceiptWords(projectRoot);
const secret = fc.bigInt({ min: 0n, max: receiptSecretLimit - 1n });
const runs = { numRuns: 200 };

describe('a receipt', () => {
  it('is read back from its digits in any grouping', () => {
    fc.assert(
      fc.property(secret, (value) => {
        const receipt = receiptFromSecret(value);
        expect(receipt).to.match(/^\d{16}$/u);
        for (const text of [receipt, groupDigits(receipt), receipt.replaceAll(/(\d{4})/gu, '$1-')])
          expect(parseDigits(text.replace(/-$/u, ''))).to.equal(receipt);
      }),
      runs,
    );
  });

  it('says the same as six words, in any case and spacing', () => {
    fc.assert(
      fc.property(secret, (value) => {
        const receipt = receiptFromSecret(value);
        const said = receiptToWords(receipt, words);
        expect(parseWords(said, words)).to.equal(receipt);
        expect(parseWords(`  ${said.toUpperCase().replaceAll(' ', ',  ')} `, words)).to.equal(receipt);
      }),
      runs,
    );
  });

  it('catches every single wrong digit', () => {
    fc.assert(
      fc.property(secret, (value) => wrongDigits(receiptFromSecret(value)).length === 0),
      runs,
    );
  });

  it('catches every swap of two digits, near or far', () => {
    fc.assert(
      fc.property(secret, (value) => swapped(receiptFromSecret(value)).length === 0),
      runs,
    );
  });

  it('catches every missing and every added digit', () => {
    const receipt = receiptFromSecret(12_345_678_901_234n);
    for (let at = 0; at <= 16; at++) {
      expect(parseDigits(receipt.slice(0, at) + receipt.slice(at + 1))).to.equal(
        at === 16 ? receipt : undefined,
      );
      for (const digit of '0123456789')
        expect(parseDigits(receipt.slice(0, at) + digit + receipt.slice(at))).to.equal(undefined);
    }
  });

  it('catches every single wrong word', function () {
    this.timeout(60_000);
    const all = [0n, 1n, 99_999_999_999_999n, 31_415_926_535_897n];
    for (const value of all) {
      const said = receiptToWords(receiptFromSecret(value), words).split(' ');
      const accepted = said.flatMap((right, at) =>
        words.filter(
          (word) => word !== right && parseWords(said.with(at, word).join(' '), words) !== undefined,
        ),
      );
      expect(accepted).to.deep.equal([]);
    }
  });

  it('catches every swap of two words', () => {
    fc.assert(
      fc.property(secret, (value) => {
        const said = receiptToWords(receiptFromSecret(value), words).split(' ');
        for (const [one, other] of pairs(6)) {
          const [a, b] = [said[one] ?? '', said[other] ?? ''];
          if (a !== b)
            expect(parseWords(said.with(one, b).with(other, a).join(' '), words)).to.equal(undefined);
        }
      }),
      runs,
    );
  });

  it('reads nothing into other text', () => {
    for (const text of [
      '',
      '1234',
      'mèo chó',
      'con chó con mèo',
      '１２３４５６７８９０１２３４５６',
      'x'.repeat(10_000),
    ]) {
      expect(parseDigits(text)).to.equal(undefined);
      expect(parseWords(text, words)).to.equal(undefined);
    }
  });

  it('has words that are all different without diacritics', () => {
    expect(new Set(words).size).to.equal(1021);
    expect(words.filter((word) => !/^[a-z]+$/u.test(word))).to.deep.equal([]);
  });
});

function wrongDigits(receipt: Receipt): readonly string[] {
  return [...receipt].flatMap((right, at) =>
    [...'0123456789']
      .filter((digit) => digit !== right)
      .map((digit) => receipt.slice(0, at) + digit + receipt.slice(at + 1))
      .filter((wrong) => parseDigits(wrong) !== undefined),
  );
}

function swapped(receipt: Receipt): readonly string[] {
  const digits = [...receipt];
  return pairs(16)
    .filter(([one, other]) => digits[one] !== digits[other])
    .map(([one, other]) => digits.with(one, digits[other]!).with(other, digits[one]!).join(''))
    .filter((wrong) => parseDigits(wrong) !== undefined);
}

function pairs(length: number): readonly (readonly [number, number])[] {
  return Array.from({ length }, (_, one) => one).flatMap((one) =>
    Array.from({ length: length - one - 1 }, (_, more) => [one, one + 1 + more] as const),
  );
}
