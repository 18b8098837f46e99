import { z } from 'zod';

/** What a message wants or tells; `unknown` is the honest "I don't know". */
export const Intent = z.enum([
  'suicide',
  'self_harm',
  'physical_abuse_now',
  'physical_abuse',
  'sexual_abuse',
  'online_exploitation',
  'neglect',
  'abandonment',
  'child_labour',
  'trafficking_or_missing',
  'school_bullying',
  'domestic_violence_witness',
  'run_away',
  'medical_emergency',
  'ask_human',
  'ask_hotline',
  'ask_tips_drowning',
  'ask_tips_traffic',
  'ask_tips_home',
  'ask_tips_abuse_prevention',
  'ask_tips_online',
  'ask_report_status',
  'start_report',
  'greeting',
  'thanks',
  'goodbye',
  'yes',
  'no',
  'unsure',
  'cancel',
  'smalltalk',
  'prank_or_insult',
  'off_topic',
  'unknown',
]);
export type Intent = z.infer<typeof Intent>;

const dangerous: ReadonlySet<Intent> = new Set<Intent>([
  'suicide',
  'self_harm',
  'physical_abuse_now',
  'physical_abuse',
  'sexual_abuse',
  'online_exploitation',
  'neglect',
  'abandonment',
  'child_labour',
  'trafficking_or_missing',
  'school_bullying',
  'domestic_violence_witness',
  'run_away',
  'medical_emergency',
]);

/** Intents that tell of harm to a child, as against those that ask for a service. */
export function isDangerous(intent: Intent): boolean {
  return dangerous.has(intent);
}
