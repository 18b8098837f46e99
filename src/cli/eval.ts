import { readFileSync } from 'node:fs';
import { isHard } from '../domain/urgency.ts';
import { loadRecogniser } from '../understanding/load.ts';
import {
  isUrgent,
  Labelled,
  type Measures,
  measure,
  type Outcome,
  type Rate,
} from '../understanding/measure.ts';
import { places } from './understanding-places.ts';

const usage =
  'npm run eval -- FILE.jsonl [FILE.jsonl ...] [--misses]   (fields: text, label, urgent, register, kind)';

function read(file: string): readonly Labelled[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line, i) => {
    const parsed = Labelled.safeParse(JSON.parse(line));
    if (!parsed.success)
      throw new Error(
        `${file}:${i + 1} ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
      );
    return parsed.data;
  });
}

function percent({ hits, of, rate }: Rate): string {
  return of === 0 ? '–' : `${(100 * rate).toFixed(1)} % (${hits}/${of})`;
}

function table(title: string, rates: ReadonlyMap<string, Rate>): readonly string[] {
  const rows = [...rates].sort(([a], [b]) => a.localeCompare(b));
  return [title, ...rows.map(([name, one]) => `  ${name.padEnd(28)} ${percent(one)}`)];
}

function report(m: Measures): readonly string[] {
  return [
    `recall of the hard tier      ${percent(m.hardRecall)}`,
    `recall, hard or soft         ${percent(m.hardOrSoftRecall)}`,
    `intent accuracy              ${percent(m.intentAccuracy)}`,
    `intent macro-F1              ${(100 * m.macroF1).toFixed(1)} %`,
    `calibration error            ${(100 * m.calibrationError).toFixed(1)} points`,
    ...table('recall of the hard tier by label', m.hardRecallByLabel),
    ...table('recall of the hard tier by register', m.hardRecallByRegister),
    ...table('hard alarms without hard danger, by kind', m.falseHardByKind),
    ...table('any alarm without hard danger, by kind', m.falseSoftByKind),
    ...table('intent accuracy by kind', m.intentAccuracyByKind),
    'most frequent confusions',
    ...m.confusions.slice(0, 25).map(([pair, count]) => `  ${String(count).padStart(4)} ${pair}`),
  ];
}

function misses(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.flatMap(({ expected, got }) => {
    const wrong = isUrgent(expected) !== isHard(got.urgency);
    const why = got.signs
      .map(({ id, start, end }) => `${id} "${expected.text.slice(start, end)}"`)
      .join(', ');
    return wrong
      ? [
          `${isUrgent(expected) ? 'MISSED' : 'FALSE '} ${expected.kind ?? ''} ${expected.label ?? ''} | ${expected.text} | ${got.urgency} ${why}`,
        ]
      : [];
  });
}

const args = process.argv.slice(2);
const files = args.filter((arg) => !arg.startsWith('--'));
if (files.length === 0) {
  console.error(usage);
  process.exitCode = 1;
} else {
  const recogniser = loadRecogniser(places);
  const outcomes = files
    .flatMap(read)
    .map((expected) => ({ expected, got: recogniser.recognise(expected.text) }));
  const lines = args.includes('--misses') ? misses(outcomes) : report(measure(outcomes));
  console.log(lines.join('\n'));
}
