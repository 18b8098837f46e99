import { addDays, addMonths, type Day, single, span, week } from './calendar.ts';
import { num, numberOf, type Rule, rule, some } from './rule.ts';

const part = '(?:sang|trua|chieu|toi|dem|khuya|nua dem)';

function ago(count: number, unit: string, today: Day): Day {
  if (unit === 'tuan') return addDays(today, -7 * count);
  if (unit === 'thang') return addMonths(today, -count);
  if (unit === 'nam') return addMonths(today, -12 * count);
  return addDays(today, -count);
}

/** "mấy" and "vài" are two to nine, "nửa" half of the unit. */
function rangeOf(word: string): readonly [number, number] {
  if (word === 'may') return [2, 9];
  if (word === 'vai' || word === 'vai ba') return [2, 4];
  return [numberOf(word), numberOf(word)];
}

function readAgo(word: string, unit: string, today: Day) {
  if (word === 'nua') {
    const day =
      unit === 'thang' ? addDays(today, -15) : unit === 'nam' ? addMonths(today, -6) : addDays(today, -3);
    return around(day, unit);
  }
  const [least, most] = rangeOf(word);
  if (least === most) return around(ago(least, unit, today), unit);
  return span(ago(most, unit, today), ago(least, unit, today), 'days');
}

/** "ba tháng trước" is not a day: the rougher the unit, the wider the range. */
function around(day: Day, unit: string) {
  if (unit === 'tuan') return week(day);
  if (unit === 'thang') return span(addDays(day, -15), addDays(day, 15), 'month');
  if (unit === 'nam') return span(addMonths(day, -6), addMonths(day, 6), 'year');
  return single(day);
}

const unit = '(ngay|hom|bua|tuan|thang|nam)';

/** Days counted from today: "hôm qua", "3 hôm trước", "mấy bữa nay", "cách đây 2 tháng", "tối qua". */
export const relativeRules: readonly Rule[] = [
  rule(`cach day (?:khoang |chung |hon |gan |tam )?${some} ${unit}|cach ${some} ${unit}`, (m, { today }) =>
    readAgo(m[1] ?? m[3] ?? '', m[2] ?? m[4] ?? '', today),
  ),
  rule(`${some} ${unit} (?:ve )?(?:truoc|qua(?! nam)|roi)(?! tet)`, (m, { today }) =>
    readAgo(m[1] ?? '', m[2] ?? '', today),
  ),
  rule(`${some} ${unit} (?:nay|hom nay|gan day|vua qua|lien)`, (m, { today }) => {
    const [, most] = m[1] === 'nua' ? [0, 0] : rangeOf(m[1] ?? '');
    const from =
      m[1] === 'nua' ? (readAgo('nua', m[2] ?? '', today).from ?? today) : ago(most, m[2] ?? '', today);
    return span(from, today, 'days');
  }),
  rule(
    'may (?:bua|hom)(?: truoc| roi)?|hom ray|hom no|bua no|bua truoc|bua hom|hom bua|hom truoc|hom roi',
    (_, { today }) => span(addDays(today, -10), addDays(today, -1), 'days'),
  ),
  rule(
    `(?:${part} )?(?:hom|bua|ngay) (?:qua|wa)|hqua|hwa|hum qua|${part} (?:hom )?(?:qua|wa)|yesterday`,
    (_, { today }) => single(addDays(today, -1)),
  ),
  rule(`(?:${part} )?(?:hom|bua|hum) kia`, (_, { today }) => single(addDays(today, -2))),
  rule('ngay mai|sang mai|trua mai|chieu mai|toi mai|dem mai|^mai', (_, { today }) =>
    single(addDays(today, 1)),
  ),
  rule(
    `(?:${part} )?(?:hom|bua|ngay) nay|hnay|hum nay|${part} nay|(?:vua|moi|ban|hoi|luc|khi) (?:nay|xong|roi|moi|day)|vua|bay gio|bgio|hien tai|hien gio|hien nay|^gio|today`,
    (_, { today }) => single(today),
  ),
  rule(`${num} (?:tieng|gio|phut|h)(?: truoc| roi| nay)`, (m, { today }) =>
    numberOf(m[1]) > 24 ? undefined : single(today),
  ),
];
