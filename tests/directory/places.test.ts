import { expect } from 'chai';
import type { UnitKey } from '../../src/domain/place.ts';
import { places } from '../flows/stage.ts';

function nameOf(key: UnitKey): string {
  const unit = places.unit(key);
  return unit === undefined ? '?' : `${unit.name} ${unit.vintage}`;
}

/** A unit as "Phố Hiến 2025", with what it became if it is another now, or candidates parted by "|". */
function told(said: string): string {
  const found = places.find(said);
  switch (found.kind) {
    case 'none':
      return 'none';
    case 'unit': {
      const now = found.now.map(nameOf).join(' + ');
      return now === nameOf(found.unit) ? now : `${nameOf(found.unit)} > ${now}`;
    }
    case 'candidates':
      return `which: ${found.units.map(nameOf).join(' | ')}`;
  }
}

const rows: readonly (readonly [said: string, found: string])[] = [
  // Units of today.
  ['Phố Hiến', 'Phố Hiến 2025'],
  ['pho hien', 'Phố Hiến 2025'],
  ['phường Phố Hiến', 'Phố Hiến 2025'],
  ['PHUONG PHO HIEN', 'Phố Hiến 2025'],
  ['p. phố hiến', 'Phố Hiến 2025'],
  ['phohien', 'Phố Hiến 2025'],
  ['xã Như Quỳnh', 'Như Quỳnh 2025'],
  ['nhu quinh', 'Như Quỳnh 2025'],
  ['x. Nghĩa Dân', 'Nghĩa Dân 2025'],
  ['nghia dan', 'Nghĩa Dân 2025'],
  ['Tân Hưng', 'Tân Hưng 2025'],
  ['em ở xã Đoàn Đào ạ', 'Đoàn Đào 2025'],
  ['xã Văn Giang', 'Văn Giang 2025'],
  ['xã yên mỹ', 'Yên Mỹ 2025'],
  ['Đại Đồng', 'Đại Đồng 2025'],
  ['phường Thái Bình', 'Thái Bình 2025'],
  ['Bắc Thụy Anh', 'Bắc Thụy Anh 2025'],
  ['bac thuỵ anh', 'Bắc Thụy Anh 2025'],
  ['xã A Sào', 'A Sào 2025'],
  ['con ở Mễ Sở', 'Mễ Sở 2025'],
  ['xa Nguyen Van Linh', 'Nguyễn Văn Linh 2025'],
  // Old communes lead to what they became.
  ['Hiến Nam', 'Hiến Nam 2022 > Phố Hiến 2025'],
  ['p. hien nam', 'Hiến Nam 2022 > Phố Hiến 2025'],
  ['phường An Tảo', 'An Tảo 2022 > Phố Hiến 2025'],
  ['Trưng Trắc', 'Trưng Trắc 2022 > Như Quỳnh 2025'],
  ['em ở thôn 3 xã Trưng Trắc huyện Văn Lâm', 'Trưng Trắc 2022 > Như Quỳnh 2025'],
  ['Chỉ Đạo', 'Chỉ Đạo 2022 > Lạc Đạo 2025'],
  ['Bần Yên Nhân', 'Bần Yên Nhân 2022 > Mỹ Hào 2025'],
  ['Dị Sử', 'Dị Sử 2022 > Đường Hào 2025'],
  ['thị trấn Vương', 'Vương 2022 > Hoàng Hoa Thám 2025'],
  ['tt vuong', 'Vương 2022 > Hoàng Hoa Thám 2025'],
  ['thị trấn Văn Giang', 'Văn Giang 2022 > Văn Giang 2025'],
  ['Thụy Lôi', 'Thụy Lôi 2022 > Tiên Lữ 2025'],
  ['thuỵ lôi', 'Thụy Lôi 2022 > Tiên Lữ 2025'],
  ['tran cao', 'Trần Cao 2022 > Quang Hưng 2025'],
  ['Bình Kiều', 'Bình Kiều 2022 > '],
  // Communes of old Thái Bình and those of the year between.
  ['Quỳnh Hoa', 'Minh Thọ 2025'],
  ['xã Phương Nam', 'Tân Hưng 2025'],
  ['thị trấn Diêm Điền', 'Thái Thụy 2025'],
  ['diem dien', 'Thái Thụy 2025'],
  ['Bồ Xuyên', 'Thái Bình 2025'],
  // Old districts tell namesakes apart.
  ['Tân Lập, Yên Mỹ', 'Tân Lập 2022 > Yên Mỹ 2025'],
  ['tan lap yen my', 'Tân Lập 2022 > Yên Mỹ 2025'],
  ['xã Tân Lập huyện Yên Mỹ', 'Tân Lập 2022 > Yên Mỹ 2025'],
  ['Tân Tiến, Văn Giang', 'Tân Tiến 2022 > Văn Giang 2025'],
  ['tan tien hung ha', 'Tiên La 2025'],
  ['hoang hoa tham an thi', 'Hoàng Hoa Thám 2022 > Ân Thi 2025'],
  ['minh tan phu cu', 'Minh Tân 2022 > Quang Hưng 2025'],
  ['phường Lê Lợi', 'Lê Lợi 2022 > Phố Hiến 2025'],
  ['xã Lê Lợi', 'Lê Lợi 2025'],
  // Several are possible.
  ['Lê Lợi', 'which: Lê Lợi 2025 | Lê Lợi 2022'],
  ['tan lap', 'which: Tân Lập 2022 | Tân Thuận 2025'],
  ['Tân Tiến', 'which: Tân Tiến 2025 | Tân Tiến 2022 | Tiên La 2025'],
  ['Hoàng Hoa Thám', 'which: Hoàng Hoa Thám 2025 | Hoàng Hoa Thám 2022'],
  ['Phạm Ngũ Lão', 'which: Phạm Ngũ Lão 2025 | Phạm Ngũ Lão 2022'],
  ['Bắc Sơn', 'which: Bắc Sơn 2022 | Thần Khê 2025'],
  // Split in two.
  ['Lạc Đạo', 'Lạc Đạo 2022 > Lạc Đạo 2025 + Đại Đồng 2025'],
  ['đình dù', 'Đình Dù 2022 > Đại Đồng 2025 + Như Quỳnh 2025'],
  ['ngoc thanh', 'Ngọc Thanh 2022 > Sơn Nam 2025 + Hiệp Cường 2025'],
  // Not sure: to be confirmed.
  ['Yên Mỹ', 'which: Yên Mỹ 2025'],
  ['Thái Bình', 'which: Thái Bình 2025'],
  ['thôn Trung Nghĩa', 'which: Trung Nghĩa 2022'],
  ['trường tiểu học Nguyễn Trãi', 'which: Nguyễn Trãi 2025'],
  ['nghia zan', 'which: Nghĩa Dân 2025'],
  ['Dodng Chau', 'which: Đồng Châu 2025'],
  ['Lương Bàngg', 'which: Lương Bằng 2025'],
  // Sounds of the region.
  ['Trung Chắc', 'Trưng Trắc 2022 > Như Quỳnh 2025'],
  ['Xơn Lam', 'Sơn Nam 2025'],
  ['nương bằng', 'Lương Bằng 2025'],
  // No commune of the province.
  ['Hà Nội', 'none'],
  ['Hưng Yên', 'none'],
  ['thành phố Hưng Yên', 'none'],
  ['huyện Văn Giang', 'none'],
  ['Kim Động', 'none'],
  ['không biết', 'none'],
  ['con ở nhà bà ngoại', 'none'],
  ['', 'none'],
  ['🙂', 'none'],
];

describe('a place told in free words', () => {
  for (const [said, found] of rows) {
    it(`takes "${said}" for ${found}`, () => expect(told(said)).to.equal(found));
  }

  it('finds each unit of today by its full name', () => {
    const lost = places.all(2025).filter((unit) => {
      const found = places.find(`${unit.type} ${unit.name}`);
      const units =
        found.kind === 'unit' ? [found.unit, ...found.now] : found.kind === 'candidates' ? found.units : [];
      return !units.some(({ vintage, code }) => vintage === 2025 && code === unit.code);
    });
    expect(lost.map(({ name }) => name)).to.deep.equal([]);
  });

  it('finds each unit of 2022, or what it became, by its name and district without diacritics', () => {
    const lost = places.all(2022).filter((unit) => {
      const said = `${unit.type} ${unit.name}, ${unit.district}`
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replace(/[đĐ]/g, 'd');
      const found = places.find(said);
      if (found.kind !== 'unit') return true;
      return (
        found.unit.code !== unit.code &&
        !found.now.some(({ code }) => unit.now.some((now) => now.code === code))
      );
    });
    expect(lost.map(({ name }) => name)).to.deep.equal([]);
  });

  it('holds 161 old units and 104 of today', () => {
    expect(places.all(2022).length).to.equal(161);
    expect(places.all(2025).length).to.equal(104);
  });

  it('finds a place fast enough for every message', () => {
    const start = performance.now();
    for (let round = 0; round < 200; round++) places.find('em o gan nha van hoa xa nghai dna huyen kim dong');
    expect((performance.now() - start) / 200).to.be.below(20);
  });
});
