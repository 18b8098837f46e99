import { normalise } from '../normalise/normalise.ts';
import { readSlots } from '../slots.ts';

const links = /https?:\/\/\S+|www\.\S+|\S+@\S+\.\S+/giu;
const numbers = /\p{N}[\p{N}.,\-\s]*\p{N}|\p{N}/gu;
// Two or more capitalised words in a row, or one inside a sentence: most likely a name.
const names = /(?<=[\p{Ll}\p{N},] )(?:\p{Lu}\p{Ll}*)(?: \p{Lu}\p{Ll}*)*|\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}*)+/gu;

/**
 * Takes links, numbers, places and names out of a text before it leaves the machine. Names typed
 * in lower case cannot be told from words, so this minimises and does not anonymise.
 */
export function mask(text: string): string {
  const { place } = readSlots(normalise(text));
  const placeless =
    place === undefined ? text : `${text.slice(0, place.start)}[place]${text.slice(place.end)}`;
  return placeless.replace(links, '[link]').replace(names, '[name]').replace(numbers, '0').slice(0, 500);
}
