import type { Screen, Screening } from '../rules/screen.ts';
import type { Hints } from './features.ts';

/** The word classes of a message in order, and its signs, as input of the classifier. */
export function hintsOf(screen: Screen, { message, found, signs, masked }: Screening): Hints {
  const classAt = new Int32Array(message.tokens.length);
  const lists: number[] = [];
  for (const list of screen.named.values()) {
    if (!found.has(list)) continue;
    lists.push(list);
    for (const { start } of found.of(list))
      if (classAt[start] === 0 && masked[start] === 0) classAt[start] = list + 1;
  }
  return {
    classes: Array.from(classAt).filter((one) => one !== 0),
    lists,
    masked,
    signs: signs.map(({ id, urgency, needsSupport }) => `${id} ${urgency} ${needsSupport}`),
  };
}
