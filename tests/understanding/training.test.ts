import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { isDangerous } from '../../src/domain/intent.ts';
import { readArtefact, writeArtefact } from '../../src/understanding/artefact.ts';
import { parseCorpus } from '../../src/understanding/corpus.ts';
import { intentLabels, isDevelopment, learn } from '../../src/understanding/learn.ts';
import { loadCorpus, loadRecogniser, loadScreen } from '../../src/understanding/load.ts';
import { strip } from '../../src/understanding/normalise/strip.ts';
import { dialogsDir, evaluation, recogniser, root, trainingTime } from './shared.ts';

const corpus = loadCorpus(dialogsDir);

describe('training data', () => {
  it('has enough of everything', () => {
    expect(corpus.length).to.be.at.least(6_000);
    expect(corpus.filter(({ hardNegative }) => hardNegative).length).to.be.at.least(1_500);
    for (const intent of intentLabels) {
      const count = corpus.filter((example) => example.intent === intent).length;
      expect(count, intent).to.be.at.least(isDangerous(intent) ? 300 : 80);
    }
  });

  it('shares no message with the evaluation set, nor a near one', () => {
    const index = new Map<string, Set<number>>();
    const grams = (text: string): ReadonlySet<string> => {
      const words = strip(text)
        .replace(/[^\p{L}\p{N} ]/gu, ' ')
        .split(/\s+/u)
        .filter(Boolean);
      return new Set(words.map((word, i) => `${word} ${words[i + 1] ?? '.'}`));
    };
    const sets = corpus.map(({ text }) => grams(text));
    sets.forEach((set, i) => {
      for (const gram of set) index.set(gram, (index.get(gram) ?? new Set()).add(i));
    });
    const near = evaluation().filter(({ text }) => {
      const own = grams(text);
      // The shortest messages are the same in any two hands.
      if (own.size < 6) return false;
      const shared = new Map<number, number>();
      for (const gram of own) for (const i of index.get(gram) ?? []) shared.set(i, (shared.get(i) ?? 0) + 1);
      return [...shared].some(([i, count]) => count / (own.size + sets[i]!.size - count) > 0.7);
    });
    expect(near.map(({ text }) => text)).to.deep.equal([]);
  });

  it('tells the place of a fault', () => {
    const { faults } = parseCorpus([
      {
        file: 'a.yaml',
        text: 'intent: suicide\ngroups:\n  - urgency: red\n    register: child\n    texts: [a]\n',
      },
    ]);
    expect(faults).to.have.length(1);
    expect(faults[0]).to.match(/^a\.yaml:3:14 groups\.0\.urgency/u);
  });

  it('keeps about a tenth for development', () => {
    const share = corpus.filter(isDevelopment).length / corpus.length;
    expect(share).to.be.within(0.08, 0.12);
  });
});

describe('training', function () {
  this.timeout(trainingTime);
  const few = corpus.filter((_, i) => i % 25 === 0);

  it('gives the same bytes each time', () => {
    const screen = loadScreen(dialogsDir);
    const first = writeArtefact(learn(few, screen), 'x');
    const second = writeArtefact(learn(few, loadScreen(dialogsDir)), 'x');
    expect(first.equals(second)).to.equal(true);
  });

  it('leaves an artefact that is read back, under five megabytes', () => {
    recogniser();
    const files = readdirSync(join(root, '.cache')).filter((file) => file.startsWith('understanding-'));
    const sizes = files.map((file) => readFileSync(join(root, '.cache', file)).length);
    expect(Math.max(...sizes)).to.be.below(5_000_000);
  });

  it('refuses an artefact of other content, or a damaged one', () => {
    const file = writeArtefact(learn(few.slice(0, 60), loadScreen(dialogsDir)), 'right');
    expect(readArtefact(file, 'right')?.vocabulary.size).to.be.greaterThan(0);
    expect(readArtefact(file, 'other')).to.equal(undefined);
    expect(readArtefact(file.subarray(0, file.length - 1), 'right')).to.equal(undefined);
    expect(readArtefact(Buffer.from('nothing of the kind'), 'right')).to.equal(undefined);
  });

  it('trains again when the cached file is damaged', () => {
    const cacheDir = mkdtempSync(join(tmpdir(), 'understanding-'));
    const small = mkdtempSync(join(tmpdir(), 'dialogs-'));
    try {
      writeSmallDialogs(small);
      loadRecogniser({ dialogsDir: small, cacheDir });
      const [file = ''] = readdirSync(cacheDir);
      const whole = readFileSync(join(cacheDir, file));
      writeFileSync(join(cacheDir, file), whole.subarray(0, 100));
      loadRecogniser({ dialogsDir: small, cacheDir });
      expect(readFileSync(join(cacheDir, file)).equals(whole)).to.equal(true);
    } finally {
      rmSync(cacheDir, { recursive: true });
      rmSync(small, { recursive: true });
    }
  });
});

function writeSmallDialogs(dir: string): void {
  for (const folder of ['safety', 'intents']) {
    const to = join(dir, folder);
    writeFolder(
      to,
      folder === 'safety' ? readdirSync(join(dialogsDir, folder)) : ['thanks.yaml', 'suicide.yaml'],
      folder,
    );
  }
}

function writeFolder(to: string, files: readonly string[], from: string): void {
  mkdirSync(to, { recursive: true });
  for (const file of files) writeFileSync(join(to, file), readFileSync(join(dialogsDir, from, file)));
}
