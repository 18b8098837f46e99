import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArtefact, writeArtefact } from './artefact.ts';
import { type Example, parseCorpus } from './corpus.ts';
import { type Learnt, learn } from './learn.ts';
import { createRecogniser, type Recogniser } from './recogniser.ts';
import { parseRules, type SafetyRules } from './rules/parse.ts';
import { Screen } from './rules/screen.ts';
import type { SourceText } from './yaml-place.ts';

/** Where content lies and where the trained artefact is kept. */
export interface Places {
  readonly dialogsDir: string;
  readonly cacheDir: string;
}

/** Content that cannot be used; `faults` say where and why, for the person who edits it. */
export class ContentFault extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`content cannot be used:\n${faults.join('\n')}`);
    this.faults = faults;
  }
}

function yamlIn(dir: string): readonly SourceText[] {
  const files = readdirSync(dir)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  return files.map((file) => ({ file, text: readFileSync(join(dir, file), 'utf8') }));
}

export function loadRules(dialogsDir: string): SafetyRules {
  const { rules, faults } = parseRules(yamlIn(join(dialogsDir, 'safety')));
  if (faults.length > 0) throw new ContentFault(faults);
  return rules;
}

/** The training messages. */
export function loadCorpus(dialogsDir: string): readonly Example[] {
  return checked(yamlIn(join(dialogsDir, 'intents')));
}

function checked(sources: readonly SourceText[]): readonly Example[] {
  const { examples, faults } = parseCorpus(sources);
  if (faults.length > 0) throw new ContentFault(faults);
  return examples;
}

/** The rules alone, ready to screen texts: for screening stored conversations again. */
export function loadScreen(dialogsDir: string): Screen {
  return new Screen(loadRules(dialogsDir));
}

/** Trains when there is no artefact for this content and this code, which takes under a minute; else reads it. */
export function loadRecogniser(places: Places): Recogniser {
  const content = read(places.dialogsDir);
  const learnt = cached(places.cacheDir, content.hash) ?? train({ ...content, cacheDir: places.cacheDir });
  return createRecogniser(content.screen, learnt);
}

/** The trained recogniser if its artefact is there; never trains. */
export function cachedRecogniser(places: Places): Recogniser | undefined {
  const { screen, hash } = read(places.dialogsDir);
  const learnt = cached(places.cacheDir, hash);
  return learnt === undefined ? undefined : createRecogniser(screen, learnt);
}

function read(dialogsDir: string): Omit<Training, 'cacheDir'> {
  const screen = loadScreen(dialogsDir);
  const sources = yamlIn(join(dialogsDir, 'intents'));
  const hash = hashOf([screen.version, ...sources.flatMap(({ file, text }) => [file, text]), ...codeTexts()]);
  return { screen, sources, hash };
}

function cached(cacheDir: string, hash: string): Learnt | undefined {
  try {
    return readArtefact(readFileSync(artefactPath(cacheDir, hash)), hash);
  } catch {
    return undefined; // not there yet
  }
}

interface Training {
  readonly cacheDir: string;
  readonly hash: string;
  readonly sources: readonly SourceText[];
  readonly screen: Screen;
}

function train({ cacheDir, hash, sources, screen }: Training): Learnt {
  const learnt = learn(checked(sources), screen);
  const path = artefactPath(cacheDir, hash);
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, writeArtefact(learnt, hash));
  renameSync(`${path}.${process.pid}`, path);
  return learnt;
}

function artefactPath(cacheDir: string, hash: string): string {
  return join(cacheDir, `understanding-${hash.slice(0, 16)}.bin`);
}

/** The code that makes features and weights is part of what the artefact depends on. */
function codeTexts(): readonly string[] {
  const here = import.meta.dirname;
  const inFolder = (folder: string): readonly string[] =>
    readdirSync(join(here, folder))
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .map((file) => join(here, folder, file));
  const files = [
    ...['normalise', 'rules', 'classifier'].flatMap(inFolder),
    ...['corpus.ts', 'learn.ts', 'artefact.ts'].map((file) => join(here, file)),
    join(here, '..', '..', 'dialogs', 'safety', 'teencode.json'),
  ];
  return files.map((file) => readFileSync(file, 'utf8'));
}

function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex');
}
