import { z } from 'zod';
import { Urgency } from '../../domain/urgency.ts';
import { Duration } from './duration.ts';

/** Whom a step of the safety clock calls. */
export const Called = z.enum(['present', 'shift', 'first', 'second']);
export type Called = z.infer<typeof Called>;

const Step = z.strictObject({ after: Duration, call: Called, tell: z.boolean().default(false) });

const Chain = z
  .strictObject({ steps: z.array(Step).min(1), repeat: Duration })
  .refine(
    ({ steps }) => steps.every((step, i) => i === 0 || step.after > (steps[i - 1]?.after ?? 0)),
    'each step comes later than the one before',
  )
  .refine(({ repeat }) => repeat > 0, 'the last step repeats after some time');

/** dialogs/clocks.yaml: how long someone waits before who is called, and when a lease ends. */
export const Clocks = z.strictObject({
  safety: z.record(Urgency, Chain),
  legal: z.strictObject({ limit: Duration, warn: Duration }),
  lease: z.strictObject({ presence: Duration, silence: z.record(Urgency, Duration), outside: Duration }),
  transfer: Duration,
  skills: Duration,
  unfinished: Duration,
  gone: Duration,
});
export type Clocks = Readonly<z.infer<typeof Clocks>>;

export interface Call {
  /** The number of this call, from 1; what was called before is never called again. */
  readonly step: number;
  readonly call: Called;
  readonly tell: boolean;
  readonly nextAt: Date;
}

/**
 * The call that is due for someone who has waited since `since`, if any. Steps that were missed while
 * no process was alive are made up for by the latest of them: one loud alarm, not four. Beyond the last
 * step the chain repeats without end.
 */
export function dueCall(clocks: Clocks, waiting: Waiting, now: Date): Call | undefined {
  const chain = clocks.safety[waiting.urgency];
  const waited = now.getTime() - waiting.since.getTime();
  const reached = stepReached(chain, waited);
  if (reached <= waiting.step) return undefined;
  const step = chain.steps[Math.min(reached, chain.steps.length) - 1];
  if (step === undefined) return undefined;
  const missedTell = chain.steps.slice(waiting.step, reached).some((each) => each.tell);
  return {
    step: reached,
    call: step.call,
    tell: missedTell,
    nextAt: new Date(waiting.since.getTime() + dueAfter(chain, reached + 1)),
  };
}

export interface Waiting {
  readonly urgency: Urgency;
  readonly since: Date;
  /** How many calls were made. */
  readonly step: number;
}

/** How many calls should have been made after `waited`. */
function stepReached({ steps, repeat }: z.infer<typeof Chain>, waited: number): number {
  const last = steps.at(-1)?.after ?? 0;
  if (waited < last) return steps.filter((step) => step.after <= waited).length;
  return steps.length + Math.floor((waited - last) / repeat);
}

function dueAfter({ steps, repeat }: z.infer<typeof Chain>, step: number): number {
  const own = steps[step - 1];
  if (own !== undefined) return own.after;
  return (steps.at(-1)?.after ?? 0) + (step - steps.length) * repeat;
}

export interface SafetyClock {
  readonly step: number;
  readonly nextAt: Date | null;
  /** A person should be there by now. */
  readonly late: boolean;
}

export function safetyClock(clocks: Clocks, waiting: Waiting, now: Date): SafetyClock {
  const chain = clocks.safety[waiting.urgency];
  const waited = now.getTime() - waiting.since.getTime();
  const next = Math.max(stepReached(chain, waited), waiting.step) + 1;
  return {
    step: waiting.step,
    nextAt: new Date(waiting.since.getTime() + dueAfter(chain, next)),
    late: waited >= (chain.steps[1]?.after ?? chain.repeat),
  };
}

export interface LegalClock {
  readonly firstReceivedAt: Date;
  readonly dueAt: Date;
  readonly state: 'running' | 'soon' | 'over';
}

/** The law's outer limit, from first reception whatever happened since. */
export function legalClock({ legal }: Pick<Clocks, 'legal'>, firstReceivedAt: Date, now: Date): LegalClock {
  const dueAt = new Date(firstReceivedAt.getTime() + legal.limit);
  const left = dueAt.getTime() - now.getTime();
  return { firstReceivedAt, dueAt, state: left <= 0 ? 'over' : left <= legal.warn ? 'soon' : 'running' };
}
