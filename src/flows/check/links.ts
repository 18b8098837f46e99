import { type ActionShape, actions } from '../actions.ts';
import { broughtBy, type StepLink } from '../kinds/say.ts';
import { allSteps, type ContentFiles, type Fault, type Placed, stepFault } from './files.ts';
import { broughtTo, paramsOf, stepId } from './params.ts';
import { longestLabel, tooLong } from './texts.ts';

/** Every link leads somewhere, under words that fit on a button. */
export function checkLinks(files: ContentFiles): readonly Fault[] {
  const brought = broughtTo(files);
  return [...allSteps(files)].flatMap((placed) => {
    const { step } = placed;
    if (step.kind !== 'say' || step.link === undefined) return [];
    return [
      ...checkUrl(placed, step.link, brought.get(stepId(placed)) ?? new Set()),
      ...checkLabel(files, placed, step.link),
    ];
  });
}

function checkUrl(placed: Placed, link: StepLink, brought: ReadonlySet<string>): readonly Fault[] {
  const name = broughtBy(link);
  if (name === undefined) return [];
  if (!brought.has(name) || !isAddress(name))
    return [stepFault(placed, `{${name}} is no address that an action brings here`, 'link', 'url')];
  // Made for one person: who reads the transcript must not hold it.
  return placed.step.kind === 'say' && placed.step.secret !== true
    ? [stepFault(placed, 'a link that an action brings must not be kept: add `secret: true`', 'link')]
    : [];
}

function isAddress(name: string): boolean {
  const shapes: readonly ActionShape[] = Object.values(actions);
  return shapes.some(({ addresses }) => addresses?.includes(name) === true);
}

/** The label is a common text, so that the same button is called the same everywhere. */
function checkLabel(files: ContentFiles, placed: Placed, { label }: StepLink): readonly Fault[] {
  const name = label.replace(/^bot\./u, '');
  return [...files.common].flatMap(([locale, file]) => {
    const text = label === name || !Object.hasOwn(file.value.bot, name) ? undefined : file.value.bot[name];
    if (text === undefined)
      return [
        stepFault(placed, `no text ${label} under bot in locales/${locale}/common.yaml`, 'link', 'label'),
      ];
    const params = paramsOf({ text }).map((each) => `{${each}} cannot stand on a button that opens a page`);
    return [...tooLong(text, longestLabel), ...params].map((message) =>
      file.fault(['bot', name], `${label}: ${message}`),
    );
  });
}
