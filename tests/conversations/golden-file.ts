import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const Expected = {
  bot: z.array(z.string()).optional(),
  holder: z.enum(['bot', 'queue', 'staff']).optional(),
  urgency: z.enum(['routine', 'soon', 'urgent', 'immediate']).optional(),
};

const Turn = z.strictObject({
  person: z.string().optional(),
  tap: z.coerce.string().optional(),
  late: z.literal(true).optional(),
  attach: z.enum(['photo', 'voice', 'file']).optional(),
  sticker: z.literal(true).optional(),
  opens: z.literal(true).optional(),
  wait: z
    .string()
    .regex(/^\d+[smhd]$/u)
    .optional(),
  ...Expected,
});
export type GoldenTurn = z.infer<typeof Turn>;

/** One golden conversation; README.md beside it explains every field. */
const Golden = z.strictObject({
  name: z.string(),
  rule: z.string().optional(),
  channel: z.enum(['directline', 'zalo', 'messenger', 'azure']).default('directline'),
  locale: z.enum(['vi', 'en']).default('vi'),
  presence: z.enum(['open', 'busy', 'closed']).default('open'),
  clock: z.string().default('2026-11-24T09:00'),
  filed: z.strictObject({ state: z.string(), answers: z.array(z.string()).default([]) }).optional(),
  turns: z.array(Turn),
  report: z.union([z.literal('none'), z.record(z.string(), z.unknown())]).optional(),
  report_state: z.string().optional(),
  red_unfinished: z.boolean().default(false),
  handoff: z
    .union([z.literal('none'), z.strictObject({ urgency: z.string(), reason: z.string() })])
    .optional(),
});
export type Golden = z.infer<typeof Golden>;

export function goldenConversations(): readonly { readonly file: string; readonly golden: Golden }[] {
  const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((file) => {
    const parsed = Golden.safeParse(parse(readFileSync(join(import.meta.dirname, file), 'utf8')));
    if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
    return { file, golden: parsed.data };
  });
}
