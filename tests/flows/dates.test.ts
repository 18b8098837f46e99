import { expect } from 'chai';
import { readDate } from '../../src/flows/dates/read-date.ts';
import { now } from './stage.ts';

// 24 November 2026 is a Tuesday; Tết 2026 was on 17 February, Tết 2025 on 29 January.
type Row = readonly [said: string, from: string | null, to: string | null, precision: string, part?: string];

const day = (said: string, date: string, part?: string): Row => [
  said,
  date,
  date,
  part === undefined ? 'day' : 'part',
  part,
];
const nothing = (said: string, part?: string): Row => [said, null, null, 'unknown', part];

const rows: readonly Row[] = [
  day('hôm nay', '2026-11-24'),
  day('hôm qua', '2026-11-23'),
  day('hom qua', '2026-11-23'),
  day('Hôm qua ạ', '2026-11-23'),
  day('hqua', '2026-11-23'),
  day('bữa qua', '2026-11-23'),
  day('hôm kia', '2026-11-22'),
  day('chiều nay', '2026-11-24', 'afternoon'),
  day('chieu nay', '2026-11-24', 'afternoon'),
  day('sáng nay', '2026-11-24', 'morning'),
  day('tối qua', '2026-11-23', 'evening'),
  day('toi qua', '2026-11-23', 'evening'),
  day('đêm hôm qua', '2026-11-23', 'night'),
  day('9h tối hôm qua', '2026-11-23', 'evening'),
  day('trưa hôm kia', '2026-11-22', 'noon'),
  day('vừa nãy', '2026-11-24'),
  day('ban nãy', '2026-11-24'),
  day('mới xong', '2026-11-24'),
  day('2 tiếng trước', '2026-11-24'),
  day('bây giờ', '2026-11-24'),
  day('3 hôm trước', '2026-11-21'),
  day('ba ngày trước', '2026-11-21'),
  day('năm ngày trước', '2026-11-19'),
  day('cách đây 4 ngày', '2026-11-20'),
  day('14/3', '2026-03-14'),
  day('14-3', '2026-03-14'),
  day('14.3', '2026-03-14'),
  day('14/3/2025', '2025-03-14'),
  day('14-3-25', '2025-03-14'),
  day('2026-03-14', '2026-03-14'),
  day('ngày 14 tháng 3', '2026-03-14'),
  day('ngay 14 thang 3 nam ngoai', '2025-03-14'),
  day('14 tháng 3 năm 2024', '2024-03-14'),
  day('ngày mười bốn tháng ba', '2026-03-14'),
  day('2 tháng tư', '2026-04-02'),
  day('25/12', '2025-12-25'),
  day('ngày 14', '2026-11-14'),
  day('ngày 30', '2026-10-30'),
  day('hôm 20/11', '2026-11-20'),
  day('ngày 5 tháng này', '2026-11-05'),
  day('mùng 2 tháng trước', '2026-10-02'),
  day('chủ nhật', '2026-11-22'),
  day('cn', '2026-11-22'),
  day('thứ hai', '2026-11-23'),
  day('thứ 2 tuần trước', '2026-11-16'),
  day('thu hai tuan truoc', '2026-11-16'),
  day('t6 tuần trước', '2026-11-20'),
  day('thứ năm', '2026-11-19'),
  day('sáng thứ bảy vừa rồi', '2026-11-21', 'morning'),
  day('mùng 3 tết', '2026-02-19'),
  day('mong 3 tet', '2026-02-19'),
  day('mùng 1 tết năm ngoái', '2025-01-29'),
  day('tết dương lịch', '2026-01-01'),
  day('khai giảng', '2026-09-05'),
  day('mai', '2026-11-25'),
  ['khoảng 20/10', '2026-10-17', '2026-10-23', 'days'],
  ['2 ngày nay', '2026-11-22', '2026-11-24', 'days'],
  ['mấy hôm nay', '2026-11-15', '2026-11-24', 'days'],
  ['hôm nọ', '2026-11-14', '2026-11-23', 'days'],
  ['mấy bữa trước', '2026-11-15', '2026-11-22', 'days'],
  ['tuần trước', '2026-11-16', '2026-11-22', 'week'],
  ['tuan truoc', '2026-11-16', '2026-11-22', 'week'],
  ['tuần này', '2026-11-23', '2026-11-29', 'week'],
  ['hai tuần trước', '2026-11-09', '2026-11-15', 'week'],
  ['cuối tuần trước', '2026-11-21', '2026-11-22', 'days'],
  ['đầu tuần', '2026-11-23', '2026-11-24', 'days'],
  ['tháng trước', '2026-10-01', '2026-10-31', 'month'],
  ['thang nay', '2026-11-01', '2026-11-30', 'month'],
  ['đầu tháng 9', '2026-09-01', '2026-09-10', 'days'],
  ['tháng 5 năm ngoái', '2025-05-01', '2025-05-31', 'month'],
  ['tháng mười hai', '2025-12-01', '2025-12-31', 'month'],
  ['3/2026', '2026-03-01', '2026-03-31', 'month'],
  ['cách đây 2 tháng', '2026-09-09', '2026-10-09', 'month'],
  ['nửa năm trước', '2025-11-24', '2026-11-24', 'year'],
  ['hè năm ngoái', '2025-05-01', '2025-08-31', 'season'],
  ['he nam ngoai', '2025-05-01', '2025-08-31', 'season'],
  ['nghỉ hè vừa rồi', '2026-05-01', '2026-08-31', 'season'],
  ['mùa thu năm ngoái', '2025-08-01', '2025-10-31', 'season'],
  ['mùa đông năm ngoái', '2025-11-01', '2026-01-31', 'season'],
  ['năm ngoái', '2025-01-01', '2025-12-31', 'year'],
  ['năm kia', '2024-01-01', '2024-12-31', 'year'],
  ['năm 2024', '2024-01-01', '2024-12-31', 'year'],
  ['5 năm trước', '2021-05-24', '2022-05-24', 'year'],
  ['trước tết', '2026-01-27', '2026-02-16', 'days'],
  ['rằm tháng 7', '2026-08-26', '2026-08-28', 'days'],
  ['trung thu', '2026-09-24', '2026-09-26', 'days'],
  ['10/3 âm lịch', '2026-04-25', '2026-04-27', 'days'],
  ['từ tháng 3 đến nay', '2026-03-01', '2026-11-24', 'month'],
  ['từ hè năm ngoái đến giờ', '2025-05-01', '2026-11-24', 'season'],
  ['đầu năm học', '2026-09-01', '2026-09-30', 'month'],
  ['học kỳ 2', '2026-01-01', '2026-05-31', 'season'],
  ['con bị từ hôm qua', '2026-11-23', '2026-11-23', 'day'],
  nothing('không nhớ'),
  nothing('con ko nho ro'),
  nothing('lâu rồi'),
  nothing('hồi lớp 3'),
  nothing('ngày nào cũng vậy'),
  nothing('nhiều lần lắm'),
  nothing('buổi tối', 'evening'),
  nothing('lúc 3 giờ chiều', 'afternoon'),
];

describe('a date told in Vietnamese', () => {
  for (const [said, from, to, precision, part] of rows) {
    it(`reads "${said}" as ${from ?? 'no day'}${to === from ? '' : ` to ${to}`}`, () => {
      const wanted = { from, to, precision, ...(part === undefined ? {} : { part }) };
      expect(readDate(said, now)).to.deep.equal(wanted);
    });
  }

  for (const said of ['', 'abc', 'xin chào', 'bố con', '31/2', '99/99', 'tôi buồn lắm', 'không hề', '🙂']) {
    it(`says nothing of "${said}"`, () => {
      expect(readDate(said, now)).to.equal(undefined);
    });
  }

  it('knows the weeks and years over the turn of a year', () => {
    const newYear = '2027-01-01T08:00:00+07:00';
    expect(readDate('tuần trước', newYear)).to.deep.equal({
      from: '2026-12-21',
      to: '2026-12-27',
      precision: 'week',
    });
    expect(readDate('tháng trước', newYear)).to.deep.equal({
      from: '2026-12-01',
      to: '2026-12-31',
      precision: 'month',
    });
    expect(readDate('hôm qua', newYear)).to.deep.equal({
      from: '2026-12-31',
      to: '2026-12-31',
      precision: 'day',
    });
  });

  it('keeps leap days apart', () => {
    expect(readDate('29/2', now)).to.deep.equal({ from: '2024-02-29', to: '2024-02-29', precision: 'day' });
  });
});
