import { z } from 'zod';
import { Answer, Field } from './answer.ts';
import { UnitKey } from './place.ts';
import { Voice } from './text.ts';

/** What a question has got so far, where one message does not finish it. */
const Part = z.discriminatedUnion('kind', [
  /** Several choices, files or messages are being gathered; what came is already in the answers. */
  z.strictObject({ kind: z.literal('more') }),
  /** A place was said that may be one of several; they have been offered. `split`: they are parts of this one. */
  z.strictObject({
    kind: z.literal('which-place'),
    said: z.string(),
    units: z.array(UnitKey).readonly(),
    split: UnitKey.optional(),
  }),
]);
export type Part = Readonly<z.infer<typeof Part>>;

/** Where the person is in one flow. The step is kept by name, since flows change while people talk. */
export const Frame = z.strictObject({
  flow: z.string(),
  flowHash: z.string(),
  step: z.string(),
  /** Answers in a row that were not understood. */
  misses: z.number().int().min(0),
  /** The questions asked before this one, oldest first. */
  history: z.array(z.string()).readonly(),
  part: Part.optional(),
  /** The flow that took the place of the one called here; the call comes back when it ends. */
  via: z.string().optional(),
  /** By question: the action that led to it and is repeated to ask it again with its words. */
  renew: z.record(z.string(), z.string()).optional(),
});
export type Frame = Readonly<z.infer<typeof Frame>>;

/** Everything the engine remembers between two messages. */
export const DialogState = z.strictObject({
  voice: Voice,
  /** The word the person is addressed by, if known: a key of `address` in the texts. */
  address: z.string().optional(),
  /** The flows under way; the last one is current, the others wait below it. */
  stack: z.array(Frame).readonly(),
  answers: z.record(Field, Answer),
  /** Told before it was asked, by field, in the person's words: the question takes it as its answer. */
  heard: z.record(Field, z.string()).optional(),
  /** Marks that outlive a flow; `quiet` after the safe word. */
  flags: z.record(z.string(), z.boolean()),
});
export type DialogState = Readonly<z.infer<typeof DialogState>>;

export const newDialog: DialogState = { voice: 'unknown', stack: [], answers: {}, flags: {} };
