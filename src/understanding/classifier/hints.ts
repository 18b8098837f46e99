import type { Screen, Screening } from '../rules/screen.ts';
import type { Hints } from './features.ts';

/** The word classes of a message in order, and its signs, as input of the classifier. */
export function hintsOf(screen: Screen, { message, found, signs }: Screening): Hints {
  const classAt = new Int32Array(message.tokens.length);
  const present: string[] = [];
  for (const [name, list] of screen.named) {
    if (!found.has(list)) continue;
    present.push(name);
    for (const { start } of found.of(list)) if (classAt[start] === 0) classAt[start] = list + 1;
  }
  return {
    classes: Array.from(classAt).filter((one) => one !== 0),
    signs: [...present, ...signs.map(({ id, urgency, needsSupport }) => `${id} ${urgency} ${needsSupport}`)],
  };
}
