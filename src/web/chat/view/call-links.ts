import { make } from './dom.ts';

/** The nodes of a reply: a line that is a number becomes a large link to call it, 111 in a sentence a small one. */
export function withCallLinks(text: string): DocumentFragment {
  const nodes = new DocumentFragment();
  const lines = text.split('\n');
  lines.forEach((line, at) => {
    const next = lines[at + 1];
    if (isPhone(line)) nodes.append(callRow(lines[at - 1] ?? '', line.trim()));
    else if (!(isLabel(line) && isPhone(next ?? '')))
      nodes.append(sentence(line), next === undefined || isPhone(next) ? '' : '\n');
  });
  return nodes;
}

/** "Công an:" over a number goes beside it. */
function isLabel(line: string): boolean {
  return /^.{1,16}:$/.test(line.trim());
}

function callRow(before: string, number: string): HTMLElement {
  const row = make('span', 'call-row');
  if (isLabel(before)) row.append(make('span', '', before.trim()), ' ');
  row.append(callLink(number, 'call-line'), '\n');
  return row;
}

/** Emergency numbers, and what can be dialled in Vietnam; a receipt has more digits than that. */
function isPhone(line: string): boolean {
  if (!/^\s*\+?[\d .]+\s*$/.test(line)) return false;
  return /^(11[1-5]|0\d{8,10}|84\d{8,10}|1[89]00\d{4,6})$/.test(digitsOf(line));
}

function sentence(line: string): DocumentFragment {
  const nodes = new DocumentFragment();
  const parts = line.split(/(\d+)/);
  parts.forEach((part, at) => {
    const alone = !joins(parts[at - 1], parts[at - 2]) && !joins(parts[at + 1], parts[at + 2]);
    nodes.append(/^11[1-5]$/.test(part) && alone ? callLink(part, 'call-word') : part);
  });
  return nodes;
}

/** "1.113" and "2/113" are other numbers; "113." ends a sentence. */
function joins(between: string | undefined, digits: string | undefined): boolean {
  return between !== undefined && /^[.,/:-]$/.test(between) && digits !== undefined && digits !== '';
}

function callLink(shown: string, className: string): HTMLAnchorElement {
  const link = make('a', className, shown);
  link.href = `tel:${shown.startsWith('+') ? '+' : ''}${digitsOf(shown)}`;
  return link;
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
