/** 111, 113 … alone on a line, or with what it is for in brackets behind it. */
const callLine = /^(11[1-5])(?: \(.+\))?$/u;

/** The numbers that a text puts on lines of their own, for people to call: channels make buttons of them. */
export function numbersToCall(text: string): readonly string[] {
  const numbers = text.split('\n').flatMap((line) => callLine.exec(line.trim())?.[1] ?? []);
  return [...new Set(numbers)];
}
