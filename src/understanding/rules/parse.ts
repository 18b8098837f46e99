import { type SourceText, YamlPlace } from '../yaml-place.ts';
import { checkPattern } from './pattern.ts';
import { type Guard, type Rule, SafetyFile } from './schema.ts';

/** All safety files joined. */
export interface SafetyRules {
  readonly words: Readonly<Record<string, readonly string[]>>;
  readonly plainWords: readonly string[];
  readonly masks: readonly string[];
  readonly guards: readonly Guard[];
  readonly rules: readonly Rule[];
}

/** `faults` read "vi.yaml:12:5 what is wrong". */
export interface ParsedRules {
  readonly rules: SafetyRules;
  readonly faults: readonly string[];
}

type Path = readonly PropertyKey[];

/** Reads and joins safety files; everything wrong with them is told at once. */
export function parseRules(sources: readonly SourceText[]): ParsedRules {
  const places = sources.map((source) => new YamlPlace(source));
  const faults = places.flatMap((place) => [...place.syntaxFaults()]);
  const files = places.flatMap((place) => {
    const parsed = SafetyFile.safeParse(place.value() ?? {});
    if (parsed.success) return [{ place, file: parsed.data }];
    faults.push(...parsed.error.issues.map((issue) => place.fault(issue.path, issue.message)));
    return [];
  });
  const rules = join(files.map(({ file }) => file));
  // A file left out would make the others seem wrong too.
  if (faults.length === 0) for (const { place, file } of files) faults.push(...checkFile(place, file, rules));
  return { rules, faults: [...faults, ...doubles(rules)] };
}

function join(files: readonly SafetyFile[]): SafetyRules {
  return {
    words: Object.assign({}, ...files.map((file) => file.words)),
    plainWords: files.flatMap((file) => file.plainWords),
    masks: files.flatMap((file) => file.masks),
    guards: files.flatMap((file) => file.guards),
    rules: files.flatMap((file) => file.rules),
  };
}

function doubles({ rules }: SafetyRules): readonly string[] {
  const seen = new Set<string>();
  return rules.flatMap(({ id }) => {
    if (seen.has(id)) return [`rule "${id}" is written twice`];
    seen.add(id);
    return [];
  });
}

function checkFile(place: YamlPlace, file: SafetyFile, all: SafetyRules): readonly string[] {
  const faults: string[] = [];
  const check = (pattern: string, path: Path): void => {
    const wrong = checkPattern(pattern, all.words);
    if (wrong !== undefined) faults.push(place.fault(path, wrong));
  };
  file.masks.forEach((pattern, i) => void check(pattern, ['masks', i]));
  file.guards.forEach((guard, g) => {
    guard.patterns.forEach((pattern, i) => void check(pattern, ['guards', g, 'patterns', i]));
    guard.unless.forEach((pattern, i) => void check(pattern, ['guards', g, 'unless', i]));
  });
  file.rules.forEach((rule, r) => {
    rule.patterns.forEach((pattern, i) => void check(pattern, ['rules', r, 'patterns', i]));
    rule.heeds.forEach((id, i) => {
      if (!all.guards.some((guard) => guard.id === id))
        faults.push(place.fault(['rules', r, 'heeds', i], `no guard "${id}"`));
    });
  });
  return faults;
}
