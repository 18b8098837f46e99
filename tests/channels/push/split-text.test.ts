import { expect } from 'chai';
import fc from 'fast-check';
import { splitText } from '../../../src/channels/push/split-text.ts';

describe('cutting a text for a platform', () => {
  for (const [text, most, parts, description] of [
    ['Một. Hai.', 20, ['Một. Hai.'], 'leaves what fits'],
    ['Câu một. Câu hai. Câu ba.', 18, ['Câu một. Câu hai.', 'Câu ba.'], 'cuts between sentences'],
    ['Đoạn một.\n\nĐoạn hai. Câu.', 18, ['Đoạn một.', 'Đoạn hai. Câu.'], 'cuts between paragraphs first'],
    ['một hai ba bốn năm', 8, ['một hai', 'ba bốn', 'năm'], 'cuts between words'],
    ['👨‍👩‍👧👨‍👩‍👧', 9, ['👨‍👩‍👧', '👨‍👩‍👧'], 'never cuts a letter'],
    ['', 5, [], 'makes nothing of nothing'],
  ] as const) {
    it(description, () => expect(splitText(text, most)).to.deep.equal(parts));
  }

  it('loses nothing but white space, and every part fits', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.integer({ min: 40, max: 120 }),
        (text, most) => {
          const parts = splitText(text, most);
          expect(parts.every((part) => part.length <= most && part !== '')).to.equal(true);
          const bare = (each: string): string => each.normalize('NFC').replace(/\s+/gu, '');
          expect(bare(parts.join(''))).to.equal(bare(text));
        },
      ),
      { numRuns: 500 },
    );
  });
});
