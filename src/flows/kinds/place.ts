import { z } from 'zod';
import { question, StepName } from './common.ts';

/** Asks for a commune by free text; several possible ones are offered to choose from, unknown ones kept as said. */
export const PlaceStep = z.strictObject({
  kind: z.literal('place'),
  ...question,
  next: StepName,
});
export type PlaceStep = Readonly<z.infer<typeof PlaceStep>>;
