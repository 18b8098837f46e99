import { z } from 'zod';
import { Intent } from './intent.ts';
import { Register } from './register.ts';
import { Urgency } from './urgency.ts';

/** How the machine misread a message. */
export const Misreading = z.enum(['not-understood', 'wrongly-alarmed', 'alarm-missed']);
export type Misreading = z.infer<typeof Misreading>;

/**
 * An example for learning, in a social worker's own words: what was meant, and never what a person wrote.
 * Nothing leads from it to a conversation.
 */
export const Retold = z.strictObject({
  misreading: Misreading,
  text: z.string().trim().min(3).max(500),
  intent: Intent.exclude(['unknown']),
  urgency: Urgency,
  register: Register,
});
export type Retold = Readonly<z.infer<typeof Retold>>;

export interface StoredRetold extends Retold {
  readonly id: string;
  /** `2026-11`. */
  readonly month: string;
}
