import { commandButton } from '../buttons.ts';
import type { Button } from '../effect.ts';
import { matchWhole, plainIntent } from '../match.ts';
import type { Run } from '../run.ts';
import type { Told } from './behaviour.ts';

/** Whether the person has no more to add: "xong", or "không" to "còn gì nữa không?". */
export function isDone(run: Run, told: Told): boolean {
  if (told.kind === 'value') return told.value === '!done';
  if (told.kind === 'files') return false;
  const words = ['commands.done', 'answers.no', 'answers.none'].flatMap((key) => {
    const { label, accept } = run.label(key);
    return [label, ...accept];
  });
  if (matchWhole(told.text, [{ value: 'done', phrases: words }]) !== undefined) return true;
  return plainIntent(told.recognition) === 'no' && told.text.length < 20;
}

export function finishing(run: Run): readonly Button[] {
  return [commandButton(run, 'done'), commandButton(run, 'human')];
}
