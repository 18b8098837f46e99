import { z } from 'zod';
import { Field } from '../../domain/answer.ts';
import { WrittenVoice } from '../../domain/text.ts';

export const StepName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'a step is named in small letters, digits and hyphens, like who-hurt')
  .describe('name of a step of this flow');
export type StepName = z.infer<typeof StepName>;

export const FlowName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'a flow is named in small letters, digits and hyphens, like danger-now');
export type FlowName = z.infer<typeof FlowName>;

/** A value of a choice, an outcome or a case. */
export const Value = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]*$/,
    'a value is written in small letters, digits, - and _; quote "yes" and "no"',
  );

export const Offer = z.enum(['skip', 'human']);
export type Offer = z.infer<typeof Offer>;

const voices = z.array(WrittenVoice).min(1).readonly();

/** What any step may carry. */
export const anyStep = {
  danger: z
    .boolean()
    .optional()
    .describe('the person may be in danger here: 111 must stay in sight (in this text, or said just before)'),
  voices: voices.optional().describe('who ever comes here; texts are checked for these voices only'),
  note: z.string().optional().describe('for people who read the flow; never shown'),
};

/** What a step that speaks may carry. */
export const speaking = {
  ...anyStep,
  secret: z.boolean().optional().describe('the message must not be stored or sent again, e.g. a receipt'),
};

/** What every question may carry. */
export const question = {
  ...speaking,
  save: Field.describe('where the answer is kept'),
  skippable: z.boolean().default(true).describe('false only for a confirmation'),
  skip: StepName.optional().describe('where skipping leads, if not to `next`'),
  sensitive: z.boolean().optional().describe('both offers, skip and human, are shown and cannot be left out'),
  offer: z
    .array(Offer)
    .default(['skip', 'human'])
    .readonly()
    .describe('buttons the program adds: "I do not want to answer", "talk to a person"'),
};
