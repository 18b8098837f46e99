import type { Choice, CommonTexts } from '../../texts/schema.ts';
import { acceptedBy, labelOf } from '../../texts/voices.ts';
import type { YamlFile } from '../../texts/yaml.ts';
import { allSteps, type ContentFiles, type Fault } from './files.ts';

type Phrases = ReadonlyMap<string, readonly string[]>;

/** Words that mean two things at once would never be understood. */
export function checkSynonyms(files: ContentFiles): readonly Fault[] {
  return [...files.common.entries()].flatMap(([locale, common]) => [
    ...commandFaults(common),
    ...[...allSteps(files)].flatMap(({ flow, name, step }) => {
      const file = files.texts.get(locale)?.get(flow.flow);
      const choices = file?.value[name]?.choices;
      if (step.kind !== 'choice' || file === undefined || choices === undefined) return [];
      const phrases = new Map(
        Object.entries(choices).map(([value, choice]) => [value, withCommon(value, choice, common)]),
      );
      return clashes(phrases).map(({ value, message }) =>
        file.fault([name, 'choices', value], `${name}.choices.${message}`),
      );
    }),
  ]);
}

/** "done" is heard only while something is gathered, and there before the others. */
function commandFaults(common: YamlFile<CommonTexts>): readonly Fault[] {
  const phrases = new Map(
    Object.entries(common.value.commands).flatMap(([name, choice]) =>
      choice === undefined || name === 'done' ? [] : [[name, phrasesOf(choice)] as const],
    ),
  );
  return clashes(phrases).map(({ value, message }) =>
    common.fault(['commands', value], `commands.${message}`),
  );
}

function withCommon(value: string, choice: Choice, common: YamlFile<CommonTexts>): readonly string[] {
  const { answers } = common.value;
  const shared = value === 'yes' || value === 'no' || value === 'unsure' ? phrasesOf(answers[value]) : [];
  return [...phrasesOf(choice), ...shared];
}

function phrasesOf(choice: Choice): readonly string[] {
  const label = labelOf(choice);
  const labels =
    typeof label === 'string' ? [label] : Object.values(label).filter((one) => one !== undefined);
  return [...labels, ...acceptedBy(choice)];
}

/** Without its marks "bà" is also "ba"; that the person is asked about, it is no fault of the texts. */
function spelt(phrase: string): string {
  return phrase.normalize('NFC').toLowerCase();
}

function clashes(phrases: Phrases): readonly { readonly value: string; readonly message: string }[] {
  const owners = new Map<string, string>();
  return [...phrases].flatMap(([value, all]) =>
    [...new Set(all.map(spelt))].flatMap((phrase) => {
      const owner = owners.get(phrase);
      owners.set(phrase, owner ?? value);
      return owner === undefined || owner === value
        ? []
        : [{ value, message: `${value}: "${phrase}" already means "${owner}"` }];
    }),
  );
}
