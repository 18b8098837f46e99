import { z } from 'zod';
import { HandoffId, StaffId } from './ids.ts';

/** Who speaks with the person. Each change raises the conversation's epoch. */
export const Holder = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bot') }),
  z.strictObject({ kind: z.literal('queue'), handoffId: HandoffId }),
  z.strictObject({ kind: z.literal('staff'), staffId: StaffId, handoffId: HandoffId }),
]);
export type Holder = Readonly<z.infer<typeof Holder>>;
