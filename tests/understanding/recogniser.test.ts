import { expect } from 'chai';
import type { Intent } from '../../src/domain/intent.ts';
import { Recognition } from '../../src/domain/recognition.ts';
import { isHard } from '../../src/domain/urgency.ts';
import { recogniser, trainingTime } from './shared.ts';

describe('understanding a message', function () {
  this.timeout(trainingTime);

  before(() => {
    recogniser();
  });

  for (const text of [
    'ck e danh 2 me con e, e so lam',
    'bố nàm con đau',
    't ko muốn sống nữa',
    'co ng gui anh nhay cam bat e gui lai',
    'hàng xóm đánh con suốt ngày, báo ở đâu',
    'con đang bị nhốt trong nhà vệ sinh',
    'bạn em vừa uống cả vỉ thuốc ngủ',
    'Kính gửi Trung tâm, tôi là giáo viên chủ nhiệm. Em học sinh lớp tôi có nhiều vết bầm tím trên lưng, em kể bị bố dượng đánh.',
  ]) {
    it(`sees danger in "${text}"`, () => {
      const got = recogniser().recognise(text);
      expect(isHard(got.urgency), JSON.stringify(got)).to.equal(true);
      expect(got.signs).not.to.deep.equal([]);
    });
  }

  for (const text of [
    'đề toán này giết em mất',
    'mẹ đánh răng cho em',
    'phim bạo lực',
    'cho con hỏi số 111',
    'làm sao để phòng tránh đuối nước cho trẻ',
    'cười đau cả bụng',
    'chào cô ạ',
    'dạ vâng',
    'bố đánh đàn hay lắm',
    'shop ơi áo này còn size M không',
  ]) {
    it(`raises no alarm at "${text}"`, () => {
      const got = recogniser().recognise(text);
      expect(isHard(got.urgency), JSON.stringify(got)).to.equal(false);
    });
  }

  const intents: readonly (readonly [string, Intent])[] = [
    ['cho con hỏi số 111', 'ask_hotline'],
    ['cho em gặp người thật', 'ask_human'],
    ['cảm ơn cô ạ', 'thanks'],
    ['xin chào', 'greeting'],
    ['tôi muốn báo một vụ việc', 'start_report'],
    ['làm sao để con không bị đuối nước', 'ask_tips_drowning'],
    ['t ko muốn sống nữa', 'suicide'],
    ['tối nay em bỏ nhà đi', 'run_away'],
  ];
  for (const [text, intent] of intents) {
    it(`takes "${text}" for ${intent}`, () => expect(recogniser().recognise(text).intent).to.equal(intent));
  }

  it('answers silence and single signs with no alarm and no invented intent', () => {
    for (const text of ['', '   ', '...', '?', '\u200b']) {
      expect(recogniser().recognise(text)).to.deep.equal({
        intent: 'unknown',
        confidence: 0,
        urgency: 'routine',
        signs: [],
        slots: {},
      });
    }
  });

  it('says that it does not know', () => {
    expect(recogniser().recognise('qwrtp zxcv').confidence).to.be.below(0.6);
  });

  it('keeps to its schema and says where in the original each sign stands', () => {
    const text = 'Dạ  con bị BỐ đánh chảy máu'.normalize('NFD');
    const got = Recognition.parse(recogniser().recognise(text));
    for (const { start, end } of got.signs) expect(text.slice(start, end).trim()).not.to.equal('');
  });

  describe('over several bubbles', () => {
    it('joins what is only alarming together', () => {
      const got = recogniser().recognise('đánh con chảy máu', ['cô ơi', 'tối qua bố con say']);
      expect(isHard(got.urgency)).to.equal(true);
      const [split] = [recogniser().recognise('sống nữa', ['con không muốn'])];
      expect(isHard(split.urgency)).to.equal(true);
      expect(split.signs.every(({ start, end }) => start <= end)).to.equal(true);
    });

    it('does not raise the same alarm again for a word of thanks', () => {
      expect(isHard(recogniser().recognise('cảm ơn cô', ['bố đang đánh con']).urgency)).to.equal(false);
    });

    it('lets harmless bubbles be', () => {
      expect(
        isHard(recogniser().recognise('con ăn cơm rồi', ['chào cô', 'con ở nhà với bà']).urgency),
      ).to.equal(false);
    });
  });

  describe('slots', () => {
    const slots = (text: string): object => {
      const { who, whom, age, when, place } = recogniser().recognise(text).slots;
      return { who: who?.value, whom: whom?.value, age: age?.value, when: when?.value, place: place?.text };
    };
    const none = { who: undefined, whom: undefined, age: undefined, when: undefined, place: undefined };

    for (const [text, expected] of [
      [
        'bạn em lớp 7 ở xã Tân Dân bị bố dượng đánh từ tối qua',
        { who: 'stepfather', whom: 'friend', age: 12, when: 'yesterday', place: 'xã Tân Dân' },
      ],
      ['con bị mẹ kế đánh', { ...none, who: 'stepmother', whom: 'self' }],
      ['hàng xóm nhà tôi bỏ đói cháu bé 5 tuổi', { ...none, who: 'neighbour', whom: 'child', age: 5 }],
      ['con mười hai tuổi', { ...none, whom: 'self', age: 12 }],
      ['thay giao danh hoc sinh sang nay', { ...none, who: 'teacher', whom: 'pupil', when: 'today' }],
      ['xin chào', none],
    ] as const) {
      it(`are read from "${text}"`, () => expect(slots(text)).to.deep.equal(expected));
    }

    it('say what they were read from', () => {
      const { age } = recogniser().recognise('Cháu 9 tuổi ạ').slots;
      expect(age).to.deep.equal({ text: '9 tuổi', start: 5, end: 11, value: 9 });
    });
  });
});
