import type { Voice } from '../domain/text.ts';
import type { Choice, Text } from './schema.ts';

type Key = 'any' | 'child' | 'teen' | 'adult';

/** Whose text is taken if there is none of one's own. A child never hears the text for adults. */
const order: Readonly<Record<Voice, readonly Key[]>> = {
  child: ['child', 'any'],
  teen: ['teen', 'child', 'any'],
  adult: ['adult', 'any'],
  unknown: ['any', 'teen', 'child', 'adult'],
};

/** The words for a voice, or undefined if there are none. */
export function inVoice(text: Text, voice: Voice): string | undefined {
  if (typeof text === 'string') return text;
  for (const key of order[voice]) {
    const words = text[key];
    if (words !== undefined) return words;
  }
  return undefined;
}

export function labelOf(choice: Choice): Text {
  return typeof choice === 'object' && 'label' in choice ? choice.label : choice;
}

export function acceptedBy(choice: Choice): readonly string[] {
  return typeof choice === 'object' && 'accept' in choice ? choice.accept : [];
}

const parameter = /\{([a-zA-Z][\w.-]*)\}/g;

/** The names in braces, each once. */
export function parametersOf(words: string): readonly string[] {
  return [...new Set([...words.matchAll(parameter)].map((match) => match[1] ?? ''))];
}

/** Puts the parameters in; one that is not given becomes nothing, since braces must never reach a person. */
export function fill(words: string, params: Readonly<Record<string, string | number>>): string {
  return words.replace(parameter, (_, name: string) => String(params[name] ?? ''));
}
