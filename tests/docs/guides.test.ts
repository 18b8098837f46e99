import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { settings } from '../../src/config.ts';
import { projectRoot } from '../helpers/app.ts';

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');
const found = (text: string, pattern: RegExp): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? '')),
];
const scripts = Object.keys(JSON.parse(read('package.json')).scripts);

/** The error codes and alarms that a channel can give. */
function codesOf(channel: string): readonly string[] {
  const folder = join('src/channels', channel);
  const source = [folder, 'src/channels/push'].flatMap((each) =>
    readdirSync(join(projectRoot, each))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => read(join(each, name))),
  );
  const text = source.join('\n');
  const final = found(read(join(folder, 'errors.ts')), /final\('([a-z-]+)'\)/gu);
  return [
    ...found(text, new RegExp(`'(${channel}\\.[a-z-]+)'`, 'gu')),
    ...final.map((reason) => `${channel}.${reason}`),
  ];
}

describe('the guides', () => {
  for (const channel of ['zalo', 'messenger']) {
    const guide = read(`docs/go-live-${channel}.md`);
    const told = found(guide, new RegExp(`\`(${channel}\\.[a-z-]+)\``, 'gu'));
    // What passes by itself within seconds, or belongs to groups and rights nobody of ours uses.
    const silent = ['zalo.token-wait', 'zalo.not-in-group'];

    it(`tell of ${channel} what each of its errors means, and of no others`, () => {
      const codes = codesOf(channel).filter((code) => !silent.includes(code));
      expect([...told].sort()).to.deep.equal([...new Set(codes)].sort());
    });

    it(`name, for ${channel}, settings and commands that there are`, () => {
      const names = found(guide, /\b((?:ZALO|MESSENGER)_[A-Z_]+?)(?:_FILE)?\b/gu);
      expect(names).to.not.deep.equal([]);
      for (const name of names) expect(Object.keys(settings), name).to.include(name);
      for (const script of found(guide, /npm run ([a-z:]+)/gu)) expect(scripts).to.include(script);
    });
  }

  it('lead to files that there are', () => {
    for (const file of [
      'README.md',
      ...readdirSync(join(projectRoot, 'docs')).map((name) => `docs/${name}`),
    ]) {
      if (!file.endsWith('.md')) continue;
      for (const link of found(read(file), /\]\(([^)#:\s]+)(?:#[^)]*)?\)/gu))
        expect(() => readFileSync(join(projectRoot, file, '..', link)), `${file}: ${link}`).to.not.throw();
    }
  });
});
