import { createInterface } from 'node:readline';
import { z } from 'zod';
import { loadRecogniser } from '../understanding/load.ts';
import { places } from './understanding-places.ts';

// {"text": "..."} a line in; the same object with intent, confidence, urgency, signs and slots out.
const Line = z.looseObject({ text: z.string(), before: z.array(z.string()).optional() });

function answer(line: string, recognise: (text: string, before?: readonly string[]) => object): object {
  const parsed = Line.safeParse(parseJson(line));
  if (!parsed.success) return { error: 'each line must be a JSON object with a "text"' };
  return { ...parsed.data, ...recognise(parsed.data.text, parsed.data.before) };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const recogniser = loadRecogniser(places);
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() === '') continue;
  const out = answer(line, (text, before) => recogniser.recognise(text, before));
  if (!process.stdout.write(`${JSON.stringify(out)}\n`))
    await new Promise((done) => process.stdout.once('drain', done));
}
