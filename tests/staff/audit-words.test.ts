import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';

/** The actions that the program writes into the audit, as its source names them; what follows a `:` is detail. */
function actionsInSource(): readonly string[] {
  const files = ['src/staff', 'src/conversations/handoff', 'src/cli'].flatMap((folder) =>
    readdirSync(folder).flatMap((name) => (name.endsWith('.ts') ? [join(folder, name)] : [])),
  );
  const source = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const plain = [...source.matchAll(/action: '(?<action>[a-z]+\.[a-z-]+)/gu)];
  const ternary = [...source.matchAll(/'(?<action>chat\.(?:take|assign))'/gu)];
  const filled = [...source.matchAll(/action(?: =|:) `(?<action>[a-z]+\.[a-z-]+):/gu)];
  const read = [...source.matchAll(/audit\(parts, asked, ['`](?<action>[a-z]+\.[a-z-]+)/gu)];
  const made = ['cli.reset', 'cli.sign-out', 'cli.disable', 'chat.lease-presence', 'chat.lease-silence'];
  const ends = ['rejected', 'cancelled', 'expired'].map((how) => `chat.offer-${how}`);
  const found = [...plain, ...ternary, ...filled, ...read].map((match) => match.groups?.['action'] ?? '');
  return [...new Set([...found, ...made, ...ends])].toSorted();
}

describe('the words of the audit', () => {
  for (const locale of ['vi', 'en']) {
    it(`has words for every action that is recorded (${locale})`, () => {
      const words: Record<string, string> = parse(readFileSync(`locales/${locale}/console.yaml`, 'utf8'))[
        'audit-actions'
      ];
      const actions = actionsInSource();
      expect(actions.length).to.be.above(40);
      expect(actions.filter((action) => words[action.replaceAll('.', '-')] === undefined)).to.deep.equal([]);
    });

    it(`names the way back in for who is locked out (${locale})`, () => {
      const { 'sign-in': signIn } = parse(readFileSync(`locales/${locale}/console.yaml`, 'utf8'));
      expect(signIn.lost).to.include('npm run staff -- reset');
    });
  }
});
