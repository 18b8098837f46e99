import { z } from 'zod';
import { UnitKey } from './place.ts';

/** What someone may need an agency for. */
export const Need = z.enum(['abuse', 'danger', 'health', 'legal', 'advice']);
export type Need = z.infer<typeof Need>;

const words = z.string().min(1);

/** Whether the number may be trusted: only what the Centre confirmed, or a national emergency line. */
const Status = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('emergency'), source: words }),
  z.strictObject({ kind: z.literal('confirmed'), confirmed_by: words, confirmed_on: z.iso.date() }),
  z.strictObject({ kind: z.literal('unconfirmed'), source: words }),
]);

const Area = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('national') }),
  z.strictObject({ kind: z.literal('province') }),
  z.strictObject({ kind: z.literal('units'), units: z.array(UnitKey).min(1).readonly() }),
]);

/** Someone to turn to. The names and roles are Vietnamese, as they are shown. */
export const Agency = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  name: words,
  role: words,
  /** As written, e.g. "1800.58.88.50", and as dialled. Agencies without a known number have neither. */
  phone: words.optional(),
  dial: z
    .string()
    .regex(/^\d{3,11}$/)
    .optional(),
  hours: words.optional(),
  free: z.boolean().optional(),
  needs: z.array(Need).min(1).readonly(),
  covers: Area,
  status: Status,
});
export type Agency = Readonly<z.infer<typeof Agency>>;

/** dialogs/directory/agencies.yaml */
export const Agencies = z.strictObject({ agencies: z.array(Agency).min(1).readonly() });
export type Agencies = Readonly<z.infer<typeof Agencies>>;
