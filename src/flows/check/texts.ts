import type { Locale } from '../../domain/text.ts';
import type { CommonTexts, Text } from '../../texts/schema.ts';
import { inVoice, labelOf } from '../../texts/voices.ts';
import type { YamlFile } from '../../texts/yaml.ts';
import { botParams, engineTexts, everywhere } from './engine-texts.ts';
import type { ContentFiles, Fault } from './files.ts';
import { voicesOf } from './files.ts';
import { paramsOf } from './params.ts';
import { type StepText, stepTexts } from './step-texts.ts';
import { adultFaults, bannedIn, childFaults, type Style } from './style.ts';

/** Messenger cuts the title of a quick reply after 20 characters, and a button template's text after 640. */
export const longestLabel = 20;
const longestText = 640;
const voices = ['child', 'teen', 'adult'] as const;

/** Lengths, voices and tone of all texts. */
export function checkTexts(files: ContentFiles): readonly Fault[] {
  const style = files.style.value;
  return [
    ...[...stepTexts(files)].flatMap((text) => [
      ...checkVoices(text),
      ...checkLength(text),
      ...checkTone(text, style),
    ]),
    ...[...files.common].flatMap(([locale, file]) => checkCommon(locale, file, style)),
    ...checkAllowed(files),
  ];
}

function checkVoices({ placed, text, fault }: StepText): readonly Fault[] {
  return voicesOf(placed)
    .filter((voice) => inVoice(text, voice) === undefined)
    .map((voice) => fault(`no words for the voice "${voice}", and no "any"`));
}

function variants(text: Text): readonly string[] {
  return typeof text === 'string' ? [text] : Object.values(text).filter((one) => one !== undefined);
}

function checkLength({ placed, text, label, fault }: StepText): readonly Fault[] {
  const listed = placed.step.kind === 'choice' && placed.step.list === true;
  const most = label && !listed ? longestLabel : longestText;
  return tooLong(text, most).map(fault);
}

/** What is wrong with the length of a text, in each of its voices. */
export function tooLong(text: Text, most: number): readonly string[] {
  return variants(text).flatMap((words) => {
    const length = [...spoken(words)].length;
    return length > most ? [`${length} characters, at most ${most}`] : [];
  });
}

/** The words with the longest common way to address put in. */
function spoken(words: string): string {
  return words
    .replace(/\{[yY]ou\}/g, 'anh/chị')
    .replace(/\{[sS]taff\}/g, 'cô chú')
    .replace(/\{[\w.-]+\}/g, '…');
}

function checkTone({ placed, locale, key, text, label, fault }: StepText, style: Style): readonly Fault[] {
  if (locale !== 'vi') return [];
  const allowed = label || Object.hasOwn(style.allow, key);
  return voicesOf(placed)
    .flatMap((voice) => toneFaults(inVoice(text, voice), voice, style, allowed))
    .filter(isFirst)
    .map(fault);
}

function toneFaults(
  words: string | undefined,
  voice: (typeof voices)[number],
  style: Style,
  allowed: boolean,
): readonly string[] {
  if (words === undefined) return [];
  const banned = bannedIn(
    words,
    voice === 'adult' ? style.bannedForAll : [...style.banned, ...style.bannedForAll],
  );
  if (allowed) return banned;
  return [...banned, ...(voice === 'adult' ? adultFaults(words, style) : childFaults(words, style))];
}

function isFirst(message: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(message) === index;
}

/** The words that belong to no flow: complete, with the right parameters, in the right tone. */
function checkCommon(locale: Locale, file: YamlFile<CommonTexts>, style: Style): readonly Fault[] {
  const { engine, bot, address, commands, answers } = file.value;
  const needed = ['unknown', ...voices]
    .filter((name) => address[name] === undefined)
    .map((name) => file.fault(['address'], `"${name}" is missing`));
  const absent = Object.keys(engineTexts)
    .filter((name) => engine[name] === undefined)
    .map((name) => file.fault(['engine'], `"${name}" is missing`));
  const unused = Object.keys(engine)
    .filter((name) => engineTexts[name] === undefined)
    .map((name) => file.fault(['engine', name], `engine.${name} is used by nothing`));
  const texts = [
    ...Object.entries(engine).map(([name, text]) => ({
      path: ['engine', name],
      text,
      params: engineTexts[name] ?? [],
    })),
    ...Object.entries(bot).map(([name, text]) => ({ path: ['bot', name], text, params: botParams })),
  ];
  const labels = [
    ...Object.entries({ ...commands }).map(([name, choice]) => ['commands', name, choice] as const),
    ...Object.entries(answers).map(([name, choice]) => ['answers', name, choice] as const),
  ];
  const long = labels.flatMap(([group, name, choice]) =>
    choice === undefined
      ? []
      : tooLong(labelOf(choice), longestLabel).map((message) =>
          file.fault([group, name], `${group}.${name}: ${message}`),
        ),
  );
  return [
    ...needed,
    ...absent,
    ...unused,
    ...long,
    ...texts.flatMap((one) => checkCommonText(locale, file, one, style)),
  ];
}

interface CommonText {
  readonly path: readonly string[];
  readonly text: Text;
  readonly params: readonly string[];
}

function checkCommonText(
  locale: Locale,
  file: YamlFile<CommonTexts>,
  { path, text, params }: CommonText,
  style: Style,
): readonly Fault[] {
  const strange = paramsOf({ text }).filter((name) => !everywhere.includes(name) && !params.includes(name));
  const silent = voices.filter((voice) => inVoice(text, voice) === undefined);
  const allowed = Object.hasOwn(style.allow, path.join('.'));
  const tone =
    locale === 'vi'
      ? voices.flatMap((voice) => toneFaults(inVoice(text, voice), voice, style, allowed)).filter(isFirst)
      : [];
  const messages = [
    ...strange.map((name) => `{${name}} is not known here`),
    ...silent.map((voice) => `no words for the voice "${voice}", and no "any"`),
    ...tooLong(text, longestText),
    ...tone,
  ];
  return messages.map((message) => file.fault(path, `${path.join('.')}: ${message}`));
}

/** An allowance for a text that is gone must go as well. */
function checkAllowed(files: ContentFiles): readonly Fault[] {
  const keys = new Set([...stepTexts(files)].map(({ key }) => key));
  for (const file of files.common.values()) {
    for (const name of Object.keys(file.value.engine)) keys.add(`engine.${name}`);
    for (const name of Object.keys(file.value.bot)) keys.add(`bot.${name}`);
  }
  return Object.keys(files.style.value.allow)
    .filter((key) => !keys.has(key))
    .map((key) => files.style.fault(['allow', key], `there is no text "${key}"`));
}
