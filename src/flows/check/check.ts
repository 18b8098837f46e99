import { checkDanger } from './danger.ts';
import type { ContentFiles, Fault } from './files.ts';
import { checkGraph } from './graph.ts';
import { checkLinks } from './links.ts';
import { checkMessages } from './messages.ts';
import { checkParams } from './params.ts';
import { checkPresence } from './step-texts.ts';
import { checkSteps } from './steps.ts';
import { checkSynonyms } from './synonyms.ts';
import { checkTexts } from './texts.ts';

/** Everything that can be proved of flows and texts together. */
export function check(files: ContentFiles): readonly Fault[] {
  return [
    ...checkGraph(files),
    ...checkSteps(files),
    ...checkMessages(files),
    ...checkDanger(files),
    ...checkPresence(files),
    ...checkParams(files),
    ...checkLinks(files),
    ...checkSynonyms(files),
    ...checkTexts(files),
  ];
}
