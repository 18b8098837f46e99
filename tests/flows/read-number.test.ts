import { expect } from 'chai';
import { readNumber } from '../../src/flows/read-number.ts';
import { now } from './stage.ts';

type Row = readonly [said: string, value: number | undefined, to?: number, approximate?: boolean];

const ages: readonly Row[] = [
  ['8', 8],
  ['tám', 8],
  ['tam tuoi', 8],
  ['con 7 tủi', 7],
  ['12t', 12],
  ['mười hai', 12],
  ['muoi lam tuoi', 15],
  ['hai mươi ba', 23],
  ['năm tuổi', 5],
  ['bốn', 4],
  ['em có 2 em, em 9 tuổi', 9],
  ['khoảng 8 tuổi', 8, undefined, true],
  ['tầm 10 tuổi', 10, undefined, true],
  ['gần 10', 10, undefined, true],
  ['8 hay 9 tuổi', 8, 9, true],
  ['8-9', 8, 9, true],
  ['lớp 3', 8, 9, true],
  ['con học lớp năm', 10, 11, true],
  ['mẫu giáo', 3, 5, true],
  ['sinh năm 2016', 9, 10, true],
  ['2k12', 13, 14, true],
  ['18 tháng', 1],
  ['chưa biết', undefined],
  ['không nhớ', undefined],
  ['', undefined],
  ['đừng hỏi', undefined],
];

const plain: readonly Row[] = [
  ['3 người', 3],
  ['hai bạn', 2],
  ['mười', 10],
  ['hai mốt', 21],
  ['ba lăm', 35],
  ['khoảng 4', 4, undefined, true],
  ['lớp 3', 3],
  ['không có gì', undefined],
];

function check(rows: readonly Row[], at: string | undefined): void {
  for (const [said, value, to, approximate = false] of rows) {
    it(`reads "${said}" as ${value ?? 'nothing'}`, () => {
      const wanted =
        value === undefined ? undefined : { value, ...(to === undefined ? {} : { to }), approximate };
      expect(readNumber(said, at)).to.deep.equal(wanted);
    });
  }
}

describe('an age told in Vietnamese', () => check(ages, now));
describe('a number told in Vietnamese', () => check(plain, undefined));
