import { z } from 'zod';
import { PlaceFound } from './place.ts';

/** A file that was sent in a conversation, by the id under which it is sealed. */
export const AttachmentRef = z.strictObject({
  id: z.string().min(1),
  contentType: z.string(),
  size: z.number().int().min(0),
});
export type AttachmentRef = Readonly<z.infer<typeof AttachmentRef>>;

/** How exactly a date is known; `unknown` keeps only what was said. */
export const Precision = z.enum(['part', 'day', 'days', 'week', 'month', 'season', 'year', 'unknown']);
export type Precision = z.infer<typeof Precision>;

const day = z.iso.date();
/** The person's own words, never edited. */
const said = z.string();

/** A date as told: the first and last day it can mean, or none where the words fix no day. */
export const DateFound = z.strictObject({
  from: day.nullable(),
  to: day.nullable(),
  precision: Precision,
  /** Part of the day, if told. */
  part: z.enum(['morning', 'noon', 'afternoon', 'evening', 'night']).optional(),
});
export type DateFound = Readonly<z.infer<typeof DateFound>>;

/** What one question brought. Every kind keeps the words beside what was understood. */
export const Answer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), said, value: z.string() }),
  z.strictObject({ kind: z.literal('choices'), said, values: z.array(z.string()).readonly() }),
  z.strictObject({ kind: z.literal('text'), said }),
  z.strictObject({
    kind: z.literal('number'),
    said,
    value: z.number(),
    /** The upper end of "8 hay 9 tuổi". */
    to: z.number().optional(),
    approximate: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('date'), said, ...DateFound.shape }),
  z.strictObject({ kind: z.literal('place'), said, found: PlaceFound }),
  z.strictObject({ kind: z.literal('attachments'), said, files: z.array(AttachmentRef).readonly() }),
  z.strictObject({ kind: z.literal('skipped') }),
]);
export type Answer = Readonly<z.infer<typeof Answer>>;
export type AnswerOf<K extends Answer['kind']> = Extract<Answer, { readonly kind: K }>;

/** The name of an answer in a report, e.g. `child_age`. */
export const Field = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a field is written like child_age');
export type Field = z.infer<typeof Field>;
