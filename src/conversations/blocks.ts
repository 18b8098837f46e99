import type { Command } from '../flows/effect.ts';
import type { Step } from './ports.ts';
import type { TurnDraft } from './turn-draft.ts';

/** What someone who is blocked may always say: help, and what concerns their own words and safety. */
const alwaysHeard: readonly Command[] = ['help', 'delete', 'exit', 'stop', 'safe-word'];
/** Handoffs that are only a wish; every other one comes from an answer that a person must see. */
const wish = /^asked/u;

/** A block keeps someone from calling people for nothing. It never stands in front of danger: that ends it. */
export function isBlocked({ before, memory, now }: TurnDraft): boolean {
  const { blockedUntil } = before;
  if (blockedUntil === undefined || blockedUntil <= now) return false;
  return memory.blockBroken !== blockedUntil.toISOString();
}

/** From here on this block counts no more; staff may set another one. */
export function breakBlock(draft: TurnDraft): void {
  const until = draft.before.blockedUntil;
  if (until === undefined || !isBlocked(draft)) return;
  draft.remember({ blockBroken: until.toISOString() });
  draft.add({ author: 'system', at: draft.now, body: { kind: 'noted', event: 'block:broken' } });
}

export function isAlwaysHeard(command: Command | undefined): boolean {
  return command !== undefined && alwaysHeard.includes(command);
}

/** What an outcome would do to a block: nothing, end it, or be refused because it only asks for a person. */
export function meetsBlock(steps: readonly Step[]): 'nothing' | 'breaks' | 'refused' {
  const handoffs = steps.flatMap((step) => (step.kind === 'handoff' ? [step.reason] : []));
  if (handoffs.some((reason) => !wish.test(reason))) return 'breaks';
  return handoffs.length > 0 ? 'refused' : 'nothing';
}
