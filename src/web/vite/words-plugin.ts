import type { Plugin } from 'vite';
import { type Locale, readAddresses, readChoices, readPlaces, readWords } from './words.ts';

const prefix = 'virtual:console/';

/** Serves the locales, the labels of choices and the names of communes as modules. */
export function wordsPlugin(): Plugin {
  return {
    name: 'console-words',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load: (id) => (id.startsWith(`\0${prefix}`) ? moduleOf(id.slice(prefix.length + 1)) : undefined),
  };
}

function moduleOf(name: string): string {
  if (name === 'places') return `export const places = ${JSON.stringify(readPlaces())};`;
  if (name === 'addresses') {
    return `export const addresses = ${JSON.stringify({ vi: readAddresses('vi'), en: readAddresses('en') })};`;
  }
  const locale: Locale = name === 'en' ? 'en' : 'vi';
  return `export const words = ${JSON.stringify(readWords(locale))};
export const choices = ${JSON.stringify(readChoices(locale))};`;
}
