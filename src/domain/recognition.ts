import { z } from 'zod';
import { Intent } from './intent.ts';
import { Urgency } from './urgency.ts';

/**
 * A reason for an urgency. `start` and `end` are offsets (UTF-16) into the message as it was
 * written, so that staff see what matched. A sign found in an earlier bubble has `bubble` > 0:
 * 1 is the message before the current one.
 */
export const Sign = z.strictObject({
  id: z.string(),
  urgency: Urgency,
  source: z.enum(['rule', 'classifier']),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  bubble: z.number().int().min(0).optional(),
});
export type Sign = Readonly<z.infer<typeof Sign>>;

const Said = z.strictObject({ text: z.string(), start: z.number().int(), end: z.number().int() });

export const SlotWho = Said.extend({ value: z.string() });
export type SlotWho = Readonly<z.infer<typeof SlotWho>>;
export const SlotAge = Said.extend({ value: z.number().int() });
export type SlotAge = Readonly<z.infer<typeof SlotAge>>;

/**
 * What a message already told: `who` is said to have done it, to `whom` (`self`, `child`,
 * `friend`, ...), the age of the child, `when` and the place, each as said with a normalised value.
 */
export const Slots = z.strictObject({
  who: SlotWho.optional(),
  whom: SlotWho.optional(),
  age: SlotAge.optional(),
  when: SlotWho.optional(),
  place: SlotWho.optional(),
});
export type Slots = Readonly<z.infer<typeof Slots>>;

export const Recognition = z.strictObject({
  intent: Intent,
  confidence: z.number().min(0).max(1),
  urgency: Urgency,
  signs: z.array(Sign).readonly(),
  slots: Slots,
});
export type Recognition = Readonly<z.infer<typeof Recognition>>;
