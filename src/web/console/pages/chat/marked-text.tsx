import type { Entry } from '../../api/chat.ts';
import { useCodes } from '../../parts/codes.ts';

type Sign = Entry['signs'][number];

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly signs: readonly Sign[];
}

/** Cuts a text where signs begin and end; signs may overlap. */
export function piecesOf(text: string, signs: readonly Sign[]): readonly Piece[] {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of signs)
    for (const cut of [start, end]) if (cut > 0 && cut < text.length) cuts.add(cut);
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, index) => {
    const end = places[index + 1] ?? text.length;
    return {
      text: text.slice(start, end),
      start,
      signs: signs.filter((sign) => sign.start < end && sign.end > start),
    };
  });
}

/** The words in which danger was seen, underlined, with the reason to hand. */
export function MarkedText({ text, signs }: { readonly text: string; readonly signs: readonly Sign[] }) {
  const codes = useCodes();
  // The classifier judges the whole message and points at no word: underlining all of it would say nothing.
  const pointed = signs.filter(({ id }) => !id.startsWith('classifier.'));
  return piecesOf(text, pointed).map((piece) =>
    piece.signs.length === 0 ? (
      piece.text
    ) : (
      <mark key={piece.start} title={piece.signs.map(({ id }) => codes.sign(id)).join('; ')}>
        {piece.text}
      </mark>
    ),
  );
}
