import { expect } from 'chai';
import fc from 'fast-check';
import { normalise } from '../../src/understanding/normalise/normalise.ts';
import { strip } from '../../src/understanding/normalise/strip.ts';

const marked: readonly (readonly [description: string, typed: string, read: string])[] = [
  ['decomposed letters', 'bố đánh con'.normalize('NFD'), 'bố đánh con'],
  ['composed letters', 'bố đánh con'.normalize('NFC'), 'bố đánh con'],
  ['capital letters', 'BỐ ĐÁNH CON', 'bố đánh con'],
  ['new tone places', 'hoà thuỷ quý khoẻ', 'hòa thủy quý khỏe'],
  ['a tone on the wrong vowel', 'qúy', 'quý'],
  ['zero-width characters', 'b\u200bố đ\u200dánh', 'bố đánh'],
  ['Cyrillic look-alikes', 'bố đаnh сon', 'bố đanh con'],
  ['full width', 'ｂｏ ｄａｎｈ', 'bo danh'],
  ['mathematical letters', '𝐛𝐨 𝐝𝐚𝐧𝐡', 'bo danh'],
  ['Telex left over', 'dduwowcj ddanhs muoons khoong', 'được đánh muốn không'],
  ['VNI left over', 'khong6 d9anh1 d9u7o7c5', 'không đánh được'],
  ['teencode', 'ko dc j', 'không được gì'],
  ['more teencode', 'ck mk bme hok thik', 'chồng mình bố mẹ không thích'],
  ['respelt consonants', 'kon zậy fải wên', 'con vậy phải quên'],
  ['finals cut off', 'muốg khôg đáh', 'muốn không đánh'],
  ['repeated letters', 'đauuuuu quááááá', 'đau quá'],
  ['letters set apart', 'c h ế t đ.á.n.h', 'chết đánh'],
  ['southern speech', 'tui hổng bị quýnh', 'tôi không bị đánh'],
  ['northern speech', 'giời ơi', 'trời ơi'],
  ['digits for letters', 'ch3t', 'chết'],
  ['stars for letters', 'ch*t', 'chết'],
  ['numbers grown to words', '12t 2me', '12 tuổi 2 me'],
  ['a class is no VNI', 'lop4 lop 4', 'lop4 lop 4'],
  ['English is no Telex', 'class box taxi max', 'class box taxi max'],
  ['emoji and emoticons', 'buồn 😭 :(( hi =))', 'buồn sad sad chào laugh'],
];

describe('normalising', () => {
  for (const [description, typed, read] of marked) {
    it(`reads ${description}`, () => expect(normalise(typed).marked).to.equal(read));
  }

  it('strips marks, case and spaces for comparing', () => {
    expect(strip('  Xã   ĐỨC  Hợp\n')).to.equal('xa duc hop');
    expect(strip('Đường'.normalize('NFD'))).to.equal('duong');
  });

  it('knows where in the original each word stands', () => {
    for (const text of [
      'Ck  e ĐÁNH 2 mẹ con',
      'bố đánh'.normalize('NFD'),
      'x\u200b𝐛𝐨 đ.á.n.h 😭',
      'bme 7tuoi',
    ]) {
      for (const { start, end } of normalise(text).tokens) {
        expect(start).to.be.below(end);
        expect(text.slice(start, end).trim()).not.to.equal('');
      }
    }
    const [, second] = normalise('bố đánh'.normalize('NFD')).tokens;
    expect('bố đánh'.normalize('NFD').slice(second!.start, second!.end)).to.equal('đánh'.normalize('NFD'));
  });

  it('ends sentences at stops but not inside words set apart by dots', () => {
    const sentences = (text: string): readonly number[] =>
      normalise(text).tokens.map(({ sentence }) => sentence);
    expect(sentences('con đau. bố đánh!')).to.deep.equal([0, 0, 1, 1]);
    expect(sentences('tự.tử')).to.deep.equal([0, 0]);
  });

  it('takes any text, keeps offsets inside it and in order', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(text, (typed) => {
        let last = 0;
        for (const { start, end } of normalise(typed).tokens) {
          expect(start).to.be.at.least(last === 0 ? 0 : last - 1);
          expect(end).to.be.at.most(typed.length);
          last = start;
        }
      }),
    );
  });

  it('is the same for composed and decomposed text', () => {
    const syllables = fc.constantFrom(
      'bố',
      'mẹ',
      'đánh',
      'không',
      'muốn',
      'sống',
      'nữa',
      'thuỷ',
      'người',
      'ướt',
      'k',
      '2',
    );
    fc.assert(
      fc.property(fc.array(syllables, { maxLength: 20 }), (words) => {
        const text = words.join(' ');
        expect(normalise(text.normalize('NFD')).marked).to.equal(normalise(text).marked);
      }),
    );
  });
});
