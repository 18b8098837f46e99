import { strip } from '../understanding/normalise/strip.ts';
import type { Run } from './run.ts';

/** How a child may speak of itself, and the word it is then addressed by. */
const own: Readonly<Record<string, string>> = { con: 'con', chau: 'chau', em: 'em' };
// "con tôi", "em họ", "cháu nhà bên" speak of someone else.
const others =
  /^(con|chau|em) (toi|minh|em|trai|gai|ho|ruot|nha|cua|ay|no|chi|anh|be|nho|hang|dau|re|ban|cai)\b/;
const self = /^(?:da |thua |vang |a |huhu |hu hu )*(con|chau|em)\b/;

// "bố đánh con", "cứu cháu": the word at the receiving end. Not for "em", which is also a younger sibling.
const object =
  /\b(?:danh|mang|chui|nhot|doa|duoi|bat|ep|giup|cuu|thuong|voi|cho) (con|chau)\b(?! (?:toi|minh|em|trai|gai|ho|nha|cua|ay|no|anh|be|nho|hang|dau|re|ban|cai)\b)/;

/** A child who calls itself con, cháu or em is addressed so from then on. Adults are not: "con" is their child. */
export function followAddress(run: Run, text: string): void {
  if (run.state.voice !== 'child' && run.state.voice !== 'teen') return;
  const plain = strip(text);
  const first = self.exec(plain)?.[1];
  const isSelf = first !== undefined && !others.test(plain.slice(plain.indexOf(first)));
  const address = own[(isSelf ? first : object.exec(plain)?.[1]) ?? ''];
  if (address !== undefined) run.state = { ...run.state, address };
}
