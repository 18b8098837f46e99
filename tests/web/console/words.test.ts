import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readChoices, readPlaces, readWords, type Words } from '../../../src/web/vite/words.ts';

const root = join(import.meta.dirname, '../../..');
const sources = globSync('src/web/console/**/*.{ts,tsx}', { cwd: root })
  .map((name) => readFileSync(join(root, name), 'utf8'))
  .join('\n');

function keysOf(words: Words, prefix = ''): string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? [`${prefix}${name}`] : keysOf(value, `${prefix}${name}.`),
  );
}
function textsOf(words: Words): string[] {
  return Object.values(words).flatMap((value) => (typeof value === 'string' ? [value] : textsOf(value)));
}
/** What a pattern finds in all files of a kind. */
const found = (files: string, pattern: RegExp) =>
  globSync(files, { cwd: root })
    .flatMap((name) => [...readFileSync(join(root, name), 'utf8').matchAll(pattern)])
    .map(([, what = '']) => what);
const parametersOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the words of the console', () => {
  const vi = readWords('vi');
  const en = readWords('en');

  it('has the same keys with the same parameters in both languages', () => {
    expect(keysOf(en).sort()).to.deep.equal(keysOf(vi).sort());
    const english = new Map(keysOf(en).map((key, index) => [key, textsOf(en)[index] ?? '']));
    for (const [index, key] of keysOf(vi).entries()) {
      expect(parametersOf(english.get(key) ?? ''), key).to.deep.equal(parametersOf(textsOf(vi)[index] ?? ''));
    }
  });

  it('has every text the pages ask for by name', () => {
    const asked = [
      ...sources.matchAll(/\bt\(\s*'([a-z0-9.-]+)'/g),
      ...sources.matchAll(/'((?:[a-z-]+)\.(?:[a-z0-9-]+))'/g),
    ].map(([, key]) => key ?? '');
    const known = new Set(keysOf(vi));
    const sections = new Set(Object.keys(vi));
    const missing = [...new Set(asked)].filter(
      (key) => sections.has(key.split('.')[0] ?? '') && !known.has(key),
    );
    expect(missing.filter((key) => !permissions.has(key) && !events.has(key))).to.deep.equal([]);
  });

  it('frightens nobody with the words of a court', () => {
    const text = textsOf(vi).join('\n').toLowerCase();
    for (const word of ['nạn nhân', 'đối tượng', 'tố cáo', 'khai báo', 'thủ phạm'])
      expect(text, word).not.to.include(word);
  });

  it('reads a choice in the words an adult would use', () => {
    expect(readChoices('vi')['child_gender']).to.include({ nam: 'Trai', nu: 'Gái' });
  });

  it('has a name for every field a report can hold', () => {
    const fields = Object.keys(readChoices('vi'));
    const known = new Set(keysOf(vi));
    expect(fields.filter((field) => !known.has(`fields.${field}`))).to.deep.equal([]);
  });

  it('has a word for every answer that a flow gives by itself', () => {
    const given = found('dialogs/flows/*.yaml', /^ {4}answers: \{ (.*) \}$/gm).flatMap((pairs) =>
      pairs.split(', ').map((pair) => pair.replaceAll('"', '').split(': ')),
    );
    const known = new Set(keysOf(vi));
    const choices = readChoices('vi');
    const missing = given.filter(
      ([field = '', value = '']) => !known.has(`answers.${value}`) && choices[field]?.[value] === undefined,
    );
    expect(given).not.to.deep.equal([]);
    expect(missing).to.deep.equal([]);
  });

  it('has a word for every reason to call a person, and for every sign', () => {
    const reasons = [
      ...found('dialogs/**/*.yaml', /\breason: ?([a-z][a-z-]+)/g),
      ...found('src/{conversations,flows}/**/*.ts', /\breason: '([a-z-]+)'/g),
    ];
    const guessed = ['soon', 'urgent', 'immediate'].map((urgency) => `classifier.${urgency}`);
    const signs = [...found('dialogs/safety/*.yaml', /^ *- id: ([a-z.-]+)$/gm), ...guessed];
    const wanted = [
      ...reasons.map((reason) => `reasons.${reason}`),
      ...signs.map((sign) => `signs.${sign.replaceAll('.', '-')}`),
    ];
    const known = new Set(keysOf(vi));
    expect(reasons.length).to.be.above(20);
    expect(signs.length).to.be.above(20);
    expect(wanted.filter((key) => !known.has(key))).to.deep.equal([]);
  });

  it('knows the communes of today by name', () => {
    const today = Object.entries(readPlaces()).filter(([key]) => key.startsWith('2025:'));
    expect(today).to.have.length(104);
    expect(readPlaces()['2025:11953']).to.equal('phường Phố Hiến');
  });
});

/** Permissions and live events look like keys of texts. */
const permissions = new Set([
  'team.view',
  'team.manage',
  'chat.whisper',
  'chat.block',
  'report.list',
  'report.change',
  'report.answer',
  'queue.assign',
  'queue.take',
  'desk.view',
]);
const events = new Set([
  'chat.changed',
  'chat.note',
  'chat.holder',
  'handoff.opened',
  'offer.made',
  'offer.ended',
]);
