import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { containerBootstrap } from '@nlpjs/core';
import { Nlp } from '@nlpjs/nlp';
import { loadCorpus, loadRecogniser } from '../../understanding/load.ts';
import { Labelled, measure } from '../../understanding/measure.ts';
import type { Recogniser } from '../../understanding/recogniser.ts';
import { places } from '../understanding-places.ts';
import { percentile, print } from './result.ts';

const evaluationDir = join(import.meta.dirname, '..', '..', '..', 'tests', 'understanding', 'evaluation');

function evaluation(): readonly Labelled[] {
  const files = readdirSync(evaluationDir).filter((file) => file.endsWith('.jsonl'));
  return files.flatMap((file) =>
    readFileSync(join(evaluationDir, file), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => Labelled.parse(JSON.parse(line))),
  );
}

/** Time and accuracy of the product's recogniser, and of nlp.js trained on the same messages. */
export async function benchUnderstanding(): Promise<void> {
  loadRecogniser(places);
  const before = performance.now();
  const recogniser = loadRecogniser(places);
  print({ name: 'understanding.load', value: performance.now() - before, unit: 'ms' });
  const newest = readdirSync(places.cacheDir).filter((file) => file.startsWith('understanding-'));
  const sizes = newest.map((file) => statSync(join(places.cacheDir, file)).size);
  print({ name: 'understanding.model', value: Math.max(...sizes) / 1e6, unit: 'MB' });
  const lines = evaluation();
  timeEach(recogniser, lines);
  timeByLength(recogniser, lines);
  const measures = measure(lines.map((expected) => ({ expected, got: recogniser.recognise(expected.text) })));
  print({ name: 'understanding.intent', value: 100 * measures.intentAccuracy.rate, unit: '%' });
  print({ name: 'understanding.hard-recall', value: 100 * measures.hardRecall.rate, unit: '%' });
  await benchNlpJs(lines);
}

function timeEach(recogniser: Recogniser, lines: readonly Labelled[]): void {
  for (const { text } of lines) recogniser.recognise(text);
  const times = lines.map(({ text }) => {
    const start = performance.now();
    recogniser.recognise(text);
    return (performance.now() - start) * 1000;
  });
  times.sort((a, b) => a - b);
  print({ name: 'understanding.message.median', value: percentile(times, 0.5), unit: 'µs' });
  print({ name: 'understanding.message.p99', value: percentile(times, 0.99), unit: 'µs' });
}

/** Grows one long text: time a character must not grow with it. */
function timeByLength(recogniser: Recogniser, lines: readonly Labelled[]): void {
  const long = lines
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 4_000);
  for (const length of [500, 1_000, 2_000, 4_000]) {
    const text = long.slice(0, length);
    const runs = 200;
    const start = performance.now();
    for (let i = 0; i < runs; i++) recogniser.recognise(text);
    print({
      name: `understanding.length-${length}`,
      value: ((performance.now() - start) * 1000) / runs,
      unit: 'µs',
    });
  }
}

async function benchNlpJs(lines: readonly Labelled[]): Promise<void> {
  const nlp = new Nlp({
    container: await containerBootstrap(),
    languages: ['vi'],
    autoSave: false,
    nlu: { log: false },
  });
  for (const { text, intent } of loadCorpus(places.dialogsDir)) nlp.addDocument('vi', text, intent);
  const before = performance.now();
  await nlp.train();
  print({ name: 'nlpjs.train', value: (performance.now() - before) / 1000, unit: 's' });
  const times: number[] = [];
  let right = 0;
  for (const { text, label } of lines) {
    const start = performance.now();
    const { intent } = await nlp.process('vi', text);
    times.push((performance.now() - start) * 1000);
    if (intent === label) right += 1;
  }
  times.sort((a, b) => a - b);
  print({ name: 'nlpjs.intent', value: (100 * right) / lines.length, unit: '%' });
  print({ name: 'nlpjs.message.median', value: percentile(times, 0.5), unit: 'µs' });
  print({ name: 'nlpjs.message.p99', value: percentile(times, 0.99), unit: 'µs' });
}
