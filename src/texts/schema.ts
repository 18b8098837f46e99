import { z } from 'zod';

const line = z.string().min(1, 'a text must not be empty');

/** One text, or one for each voice; `any` is heard by whoever has no text of their own. */
const Voiced = z.strictObject({
  any: line.optional(),
  child: line.optional(),
  teen: line.optional(),
  adult: line.optional(),
});
export const Text = z.union([line, Voiced], { error: 'a text, or texts by voice: any, child, teen, adult' });
export type Text = Readonly<z.infer<typeof Text>>;

const Labelled = z.strictObject({
  label: Text,
  accept: z
    .array(line)
    .readonly()
    .default([])
    .describe('other words for the same; case and diacritics do not matter'),
});
/** The words on a button and the words that mean the same. */
export const Choice = z.union([line, Labelled, Voiced], {
  error: 'a label, a label by voice, or `label` and `accept`',
});
export type Choice = Readonly<z.infer<typeof Choice>>;

/** The texts of one step; which of them are needed follows from the kind of the step. */
export const StepTexts = z.strictObject({
  say: Text.optional(),
  ask: Text.optional(),
  retry: Text.optional(),
  choices: z.record(z.string(), Choice).optional(),
});
export type StepTexts = Readonly<z.infer<typeof StepTexts>>;

/** locales/<locale>/flows/<flow>.yaml: the texts of a flow, step by step. */
export const FlowTexts = z.record(z.string(), StepTexts);
export type FlowTexts = Readonly<z.infer<typeof FlowTexts>>;

const command = Labelled;
const you = z.strictObject({ you: line, staff: line });

/** locales/<locale>/common.yaml: what belongs to no flow. */
export const CommonTexts = z.strictObject({
  address: z
    .record(z.string(), you)
    .describe(
      'how to address: {you} and {staff} for the keys unknown, child, teen, adult, em, con, chau, ban, ...',
    ),
  commands: z.strictObject({
    help: command,
    human: command,
    stop: command,
    restart: command,
    delete: command,
    back: command,
    skip: command,
    done: command,
    continue: command,
    exit: command,
    'safe-word': command,
  }),
  answers: z.strictObject({ yes: command, no: command, unsure: command, none: command }),
  ratings: z
    .strictObject({ good: command, 'so-so': command, bad: command })
    .describe('the answers to bot.rate, after a talk with a human'),
  engine: z.record(z.string(), Text).describe('what the engine itself says; the list is in docs/flows.md'),
  fields: z
    .record(z.string(), Text)
    .default({})
    .describe(
      'short names of report fields, for reading a report back; a field without one is not read back',
    ),
  bot: z
    .record(z.string(), Text)
    .describe('what the program says outside of flows: busy, after hours, staff joined ...'),
});
export type CommonTexts = Readonly<z.infer<typeof CommonTexts>>;
