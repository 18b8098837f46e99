import type { Locale } from '../../domain/text.ts';
import { inVoice } from '../../texts/voices.ts';
import { isQuestion } from '../kinds/all.ts';
import { allSteps, type ContentFiles, type Fault, type Placed, stepFault, voicesOf } from './files.ts';
import { targetsOf } from './targets.ts';

const hotline = /(?<!\d)111(?!\d)/;

/** In a step of danger, 111 stands in the text itself or was said just before, on every path. */
export function checkDanger(files: ContentFiles): readonly Fault[] {
  return [...allSteps(files)]
    .filter(isDangerous)
    .flatMap((placed) =>
      [...files.texts.keys()]
        .filter((locale) => !inSight(files, locale, placed, new Set()))
        .map((locale) => stepFault(placed, `a step of danger without 111 in sight (${locale})`)),
    );
}

function isDangerous({ flow, step }: Placed): boolean {
  const speaks = isQuestion(step) || step.kind === 'handoff';
  return step.danger === true || (flow.danger && step.danger !== false && speaks);
}

function inSight(files: ContentFiles, locale: Locale, placed: Placed, seen: Set<string>): boolean {
  if (says111(files, locale, placed)) return true;
  if (seen.has(placed.name) || placed.name === placed.flow.start) return false;
  seen.add(placed.name);
  const before = leadingHere(placed);
  return (
    before.length > 0 && before.every((one) => !isQuestion(one.step) && inSight(files, locale, one, seen))
  );
}

function leadingHere({ file, flow, name }: Placed): readonly Placed[] {
  return Object.entries(flow.steps)
    .filter(([, step]) => targetsOf(step).some(({ to }) => to === name))
    .map(([other, step]) => ({ file, flow, name: other, step }));
}

function says111(files: ContentFiles, locale: Locale, placed: Placed): boolean {
  const texts = files.texts.get(locale)?.get(placed.flow.flow)?.value[placed.name];
  const text = texts?.ask ?? texts?.say;
  if (text === undefined) return false;
  return voicesOf(placed).every((voice) => hotline.test(inVoice(text, voice) ?? ''));
}
