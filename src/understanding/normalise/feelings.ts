/** What an emoji or emoticon tells; kept as a feature and as a signal for silence-breaking. */
export type Feeling = 'sad' | 'afraid' | 'angry' | 'hurt' | 'weapon' | 'laugh' | 'love' | 'other';

const emoji: Readonly<Record<Exclude<Feeling, 'other'>, string>> = {
  sad: '😭😢😞😔💔🥺😿😥😓😩😫☹🙁😟😣😖🥲😪🖤🥀⚰🪦👋',
  afraid: '😱😨😰😧😦🆘😬🫣',
  angry: '😡😠🤬👿💢👊🖕',
  hurt: '🤕🩸🩹🤒🚑🏥🤢🤮😵',
  weapon: '🔪🗡💊🔫🪓🧨🪢',
  laugh: '😂🤣😆😁😄😃😀😅😹🙂😜😝😋😛🤪',
  love: '❤🥰😍😘💕💖💗💞🤗🙏👍👏💐🌹😊☺',
};

const feelingOf = new Map<string, Feeling>();
for (const [feeling, list] of Object.entries(emoji)) {
  for (const one of list) feelingOf.set(one, feeling as Feeling); // keys of the record above
}

export function feelingOfEmoji(char: string): Feeling {
  return feelingOf.get(char) ?? 'other';
}

const emoticons: readonly (readonly [RegExp, Feeling])[] = [
  [/[:=;]['’]?[-^]?\({1,9}/y, 'sad'],
  [/[:=;x][-^]?[)\]}]{1,9}/y, 'laugh'],
  [/[:=;]+(?:d+|v|3|p|>)(?![\p{L}\p{N}])/uy, 'laugh'],
  [/t[_.]{1,3}t(?![\p{L}\p{N}])/uy, 'sad'],
  [/[-;]_{1,3}[-;]/y, 'sad'],
  [/\^[_.]{0,3}\^/y, 'laugh'],
  [/<\/3/y, 'sad'],
  [/<3/y, 'love'],
];

const starters = new Set([...':=;x^t<-']);

/** The emoticon that stands at `at`, if one does, and how long it is. */
export function emoticonAt(text: string, at: number): { feeling: Feeling; length: number } | undefined {
  const next = text.charCodeAt(at + 1);
  const letterNext = (next >= 97 && next <= 122) || next > 127 || next === 32;
  if (!starters.has(text[at] ?? '') || (letterNext && !':=;'.includes(text[at] ?? ''))) return undefined;
  for (const [pattern, feeling] of emoticons) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) return { feeling, length: found[0].length };
  }
  return undefined;
}
