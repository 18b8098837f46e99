import type { Button } from './effect.ts';
import type { Offer } from './kinds/common.ts';
import type { Run } from './run.ts';

/** A button says which step it belongs to, since old ones stay in sight and get tapped late. */
export function buttonValue(run: Run, value: string): string {
  return `${run.frame?.flow ?? ''}.${run.frame?.step ?? ''}:${value}`;
}

export interface Tapped {
  readonly value: string;
  /** `flow.step`, or none for a bare value. */
  readonly of: string | undefined;
}

export function readTap(value: string): Tapped {
  const at = value.indexOf(':');
  return at < 0 ? { value, of: undefined } : { of: value.slice(0, at), value: value.slice(at + 1) };
}

export function commandButton(run: Run, command: Offer | 'done'): Button {
  return { value: buttonValue(run, `!${command}`), label: run.label(`commands.${command}`).label };
}

export function offersOf(run: Run, offers: readonly Offer[]): readonly Button[] {
  return offers.map((offer) => commandButton(run, offer));
}

export interface Shown {
  readonly buttons: readonly Button[];
  readonly lines: readonly string[];
}

/** Choices as buttons, or as numbered lines if asked to or if the channel cannot hold so many. */
export function show(run: Run, choices: readonly Button[], offers: readonly Button[], list = false): Shown {
  const most = run.turn.limits.buttons;
  if (!list && choices.length + offers.length <= most) return { buttons: [...choices, ...offers], lines: [] };
  const asButtons = offers.length <= most;
  const lines = asButtons ? choices : [...choices, ...offers];
  return {
    buttons: asButtons ? offers : [],
    lines: lines.map((line, index) => `${index + 1}. ${line.label}`),
  };
}
