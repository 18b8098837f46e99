import { z } from 'zod';
import { TextKey } from '../../domain/text.ts';
import type { Link } from '../effect.ts';
import type { Run } from '../run.ts';
import { go, type Move } from './behaviour.ts';
import { StepName, speaking } from './common.ts';

const brought = /^\{([a-z]\w*)\}$/;

/** A page to open: under which words, and where it is. */
export const StepLink = z.strictObject({
  label: TextKey.describe('the words on the button: a text of `bot`, like bot.open-page'),
  url: z
    .string()
    .regex(
      /^(\{[a-z]\w*\}|https:\/\/[^\s{}]+)$/,
      'a link leads to what an action brings, like "{link}", or to an address that begins with https://',
    ),
});
export type StepLink = Readonly<z.infer<typeof StepLink>>;

/** Says something, with a page to open if there is one, and goes on. */
export const SayStep = z.strictObject({
  kind: z.literal('say'),
  ...speaking,
  link: StepLink.optional().describe('a button that opens a page; where there are none, its address is said'),
  next: StepName,
});
export type SayStep = Readonly<z.infer<typeof SayStep>>;

/** The name of what an action brings, if the link leads there. */
export function broughtBy({ url }: StepLink): string | undefined {
  return brought.exec(url)?.[1];
}

export function enterSay(step: SayStep, run: Run): Move {
  const link = step.link === undefined ? undefined : linkFor(step.link, run);
  run.say(run.key('say'), { secret: step.secret === true, ...(link === undefined ? {} : { link }) });
  return go(step.next);
}

/** A button that leads nowhere is never shown. */
function linkFor(link: StepLink, run: Run): Link | undefined {
  const name = broughtBy(link);
  const url = name === undefined ? link.url : run.results[name];
  return url === undefined || url === '' ? undefined : { label: link.label, url: String(url) };
}
