import { createContext, useContext } from 'react';
import type { ChoiceLabels, Words } from '../vite/words.ts';

export type Locale = 'vi' | 'en';
export type Params = Readonly<Record<string, string | number>>;

/** Each language by its own name. */
export const languages: { readonly value: Locale; readonly label: string }[] = [
  { value: 'vi', label: 'Tiếng Việt' },
  { value: 'en', label: 'English' },
];

/** The words of one language, as the pages use them. */
export interface Speech {
  readonly locale: Locale;
  /** The text of a key such as `today.queue.empty`, with `{name}` filled in. */
  t(key: string, params?: Params): string;
  /** The same, or undefined where there is no such text: for codes that come from elsewhere. */
  maybe(key: string, params?: Params): string | undefined;
  /** The label of a choice, e.g. `child_gender` and `nam`. */
  choice(field: string, value: string): string | undefined;
  /** All choices of a field, or none. */
  choices(field: string): Readonly<Record<string, string>>;
}

export async function loadSpeech(locale: Locale): Promise<Speech> {
  const content = locale === 'en' ? await import('virtual:console/en') : await import('virtual:console/vi');
  return speechOf(locale, content);
}

interface Content {
  readonly words: Words;
  readonly choices: ChoiceLabels;
}

export function speechOf(locale: Locale, { words, choices }: Content): Speech {
  const maybe = (key: string, params?: Params) => {
    const text = find(words, key.split('.'));
    return text === undefined || params === undefined ? text : fill(text, params);
  };
  return {
    locale,
    maybe,
    t: (key, params) => maybe(key, params) ?? key,
    choice: (field, value) => choices[field]?.[value],
    choices: (field) => choices[field] ?? {},
  };
}

function find(words: Words, path: readonly string[]): string | undefined {
  let at: string | Words | undefined = words;
  for (const part of path) at = typeof at === 'object' ? at[part] : undefined;
  return typeof at === 'string' ? at : undefined;
}

/** Fills `{name}`; an unknown name stays as it is, so that a canned reply keeps its own placeholders. */
export function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

export const SpeechContext = createContext<Speech | undefined>(undefined);

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === undefined) throw new Error('useSpeech outside of SpeechContext');
  return speech;
}

const kept = 'console-locale';

/** The language chosen on this machine; Vietnamese unless someone chose otherwise. */
export function chosenLocale(): Locale {
  return localStorage.getItem(kept) === 'en' ? 'en' : 'vi';
}

export function chooseLocale(locale: Locale): void {
  localStorage.setItem(kept, locale);
  location.reload();
}
