import { z } from 'zod';
import type { Memory } from '../domain/conversation.ts';
import { Intent } from '../domain/intent.ts';
import type { Recognition } from '../domain/recognition.ts';
import { compareUrgency, isHard, Urgency } from '../domain/urgency.ts';
import { strip } from '../understanding/normalise/strip.ts';
import { Duration } from './handoff/duration.ts';

const FlowName = z.string().regex(/^[a-z][a-z0-9-]*$/);

const Slot = z.enum(['who', 'whom', 'age', 'when', 'place']);

/** dialogs/routes.yaml: which flow a message leads to when it is no answer to a question. */
export const Routes = z.strictObject({
  start: FlowName,
  silence: FlowName,
  'not-understood': FlowName,
  'check-in': FlowName,
  danger: z
    .array(
      z.strictObject({ intents: z.array(Intent).optional(), urgency: Urgency.optional(), flow: FlowName }),
    )
    .min(1)
    .readonly(),
  report: z.array(FlowName).min(1).readonly(),
  intents: z.partialRecord(
    Intent,
    z.strictObject({ flow: FlowName, answers: z.record(z.string(), z.string()).default({}) }),
  ),
  phrases: z.record(FlowName, z.array(z.string()).min(1)).default({}),
  slots: z.partialRecord(Slot, z.string()).default({}),
  staff: z.strictObject({ leave: z.array(z.string()).min(1), another: z.array(z.string()).min(1) }),
  small: z.partialRecord(Intent, z.string()),
  quiet: Duration,
});
export type Routes = Readonly<z.infer<typeof Routes>>;

/** What a whole message means to a person's talk with staff: to leave it, or to have someone else. */
export function wishOfStaff(routes: Routes, text: string): 'person-left' | 'another-wanted' | undefined {
  const said = strip(text);
  const means = (phrases: readonly string[]): boolean => phrases.some((phrase) => strip(phrase) === said);
  if (means(routes.staff.leave)) return 'person-left';
  return means(routes.staff.another) ? 'another-wanted' : undefined;
}

/** What a message already told, by the field that would ask for it; `whom` by its value, the others as said. */
export function toldBefore(routes: Routes, { slots }: Recognition): Readonly<Record<string, string>> {
  const told = Object.entries(routes.slots).flatMap(([name, field]) => {
    const slot = slots[Slot.parse(name)];
    if (slot === undefined || field === undefined) return [];
    return [[field, name === 'whom' ? String(slot.value) : slot.text] as const];
  });
  return Object.fromEntries(told);
}

/** The flow that a whole message names, if any. */
export function flowByPhrase(routes: Routes, text: string): string | undefined {
  const said = strip(text);
  return Object.entries(routes.phrases).find(([, phrases]) =>
    phrases.some((phrase) => strip(phrase) === said),
  )?.[0];
}

/** Where one text goes: danger first, then the question at hand, then what it wants. */
export type Route =
  | { readonly kind: 'danger'; readonly flow: string; readonly signs: readonly string[] }
  | { readonly kind: 'told-in-report' }
  | { readonly kind: 'answer' };

/** Only as sure as this is an intent followed out of a question. */
export const sureOfIntent = 0.55;

/**
 * Safety before everything: a hard sign that was not yet answered interrupts any question. One that
 * the danger flows already deal with (the same signs, or a flow of the same list under way) does not
 * interrupt again.
 */
export function routeText(
  routes: Routes,
  recognition: Recognition,
  state: { readonly memory: Memory; readonly flows: readonly string[] },
): Route {
  const { memory, flows } = state;
  if (!isHard(recognition.urgency)) return { kind: 'answer' };
  const flow = dangerFlow(routes, recognition);
  const signs = signIds(recognition);
  const isNew = signs.some((id) => !memory.alarmed.includes(id)) || signs.length === 0;
  // Someone who tells their story inside a report will name the danger again and again.
  const dealtWith = flows.includes(flow) || (!isNew && flows.some((name) => routes.report.includes(name)));
  if (dealtWith) return { kind: 'answer' };
  const telling = flows.some((name) => routes.report.includes(name));
  if (telling && !hasRuleSign(recognition) && recognition.urgency !== 'immediate')
    return { kind: 'told-in-report' };
  return { kind: 'danger', flow, signs };
}

/** A rule names its words; the classifier alone is less sure. */
export function hasRuleSign({ signs, urgency }: Recognition): boolean {
  return signs.some((sign) => sign.source === 'rule' && compareUrgency(sign.urgency, urgency) >= 0);
}

export function signIds(recognition: Recognition): readonly string[] {
  return recognition.signs.filter((sign) => isHard(sign.urgency)).map((sign) => sign.id);
}

function dangerFlow(routes: Routes, { intent, urgency }: Recognition): string {
  const fits = routes.danger.find(
    (line) =>
      (line.intents === undefined || line.intents.includes(intent)) &&
      (line.urgency === undefined || compareUrgency(urgency, line.urgency) >= 0),
  );
  return fits?.flow ?? routes['check-in'];
}
