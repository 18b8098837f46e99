import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNode, parse, parseDocument } from 'yaml';
import { z } from 'zod';
import type { NewHandoff } from '../../src/conversations/ports.ts';
import type { Report } from '../../src/domain/report.ts';
import { told } from './told.ts';

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
  staff: z.literal('takes').optional(),
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

interface Played {
  readonly bot: readonly string[];
  readonly holder: string | undefined;
  readonly urgency: string | undefined;
}

/** Rewrites what the file expects, where it differs; everything else of the file stays as it is. */
export function writeGolden(
  file: string,
  played: readonly Played[],
  { report, handoff }: { readonly report: Report | undefined; readonly handoff: NewHandoff | undefined },
): void {
  const path = join(import.meta.dirname, file);
  const document = parseDocument(readFileSync(path, 'utf8'));
  let changed = false;
  const set = (at: readonly (string | number)[], value: unknown): void => {
    const node = document.getIn(at);
    const old = isNode(node) ? node.toJS(document) : node;
    if (old === undefined || JSON.stringify(old) === JSON.stringify(value)) return;
    document.setIn(at, document.createNode(value, { flow: Array.isArray(value) }));
    changed = true;
  };
  played.forEach(({ bot, holder, urgency }, index) => {
    set(['turns', index, 'bot'], bot);
    set(['turns', index, 'holder'], holder);
    set(['turns', index, 'urgency'], urgency);
  });
  set(['report'], report === undefined ? 'none' : told(report.content.answers));
  set(['report_state'], report?.state);
  set(['red_unfinished'], report?.redUnfinished ?? false);
  set(['handoff'], handoff === undefined ? 'none' : { urgency: handoff.urgency, reason: handoff.reason });
  if (changed)
    writeFileSync(
      path,
      document.toString({
        lineWidth: 0,
        flowCollectionPadding: true,
        doubleQuotedMinMultiLineLength: 10_000,
      }),
    );
}
