/**
 * Cuts a text into parts of at most `most` UTF-16 units, at the best place there is: between
 * paragraphs, lines, sentences, words, and only then within a word (never within a letter).
 * Platforms do not say whether they count units or letters; units are the larger number.
 */
export function splitText(text: string, most: number): readonly string[] {
  const parts: string[] = [];
  let rest = text.normalize('NFC').trim();
  while (rest.length > most) {
    const at = cutIn(rest, most);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

const borders = [/\n{2,}/gu, /\n/gu, /(?<=[.!?…]["”)]?)\s/gu, /\s/gu];

function cutIn(text: string, most: number): number {
  const head = text.slice(0, most + 1);
  for (const border of borders) {
    const at = lastMatch(head, border);
    // A very short first part reads worse than a cut at a lesser border.
    if (at !== undefined && at >= most / 3) return at;
  }
  return letterBorder(text, most);
}

function lastMatch(text: string, border: RegExp): number | undefined {
  let last: number | undefined;
  for (const match of text.matchAll(border)) last = match.index;
  return last;
}

const letters = new Intl.Segmenter('vi', { granularity: 'grapheme' });

function letterBorder(text: string, most: number): number {
  let at = 0;
  for (const { index, segment } of letters.segment(text.slice(0, most + 64))) {
    if (index + segment.length > most) break;
    at = index + segment.length;
  }
  return at > 0 ? at : most;
}

/** Files alone leave a place in front of them, for an opening that a later try may need: so parts keep their numbers. */
export function placesFor(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [''] : texts;
}
