import type { Recognition } from '../../domain/recognition.ts';
import { type Route, signIds } from '../routes.ts';
import type { TurnDialog } from './turn-dialog.ts';

/** Someone in the middle of their story is not interrupted on the classifier's word, but a person is called. */
export function callQuietly(dialog: TurnDialog, recognition: Recognition): void {
  const { draft } = dialog;
  const signs = signIds(recognition);
  if (signs.every((id) => draft.memory.alarmed.includes(id))) return;
  draft.remember({ alarmed: [...draft.memory.alarmed, ...signs].slice(-50) });
  draft.requestHandoff(recognition.urgency, 'told-in-report');
}

/** Words that answer the question at hand are kept as its answer before the danger flow begins on top. */
export async function answerDanger(
  dialog: TurnDialog,
  route: Extract<Route, { kind: 'danger' }>,
  text: string,
  recognition: Recognition,
): Promise<void> {
  const { draft, parts } = dialog;
  const alarmed = [...new Set([...draft.memory.alarmed, ...route.signs])].slice(-50);
  draft.remember({ alarmed, pranks: 0, quietUntil: undefined });
  dialog.introduce();
  const kept = parts.asksForWords(draft.memory.dialog);
  if (kept) {
    const heard = await dialog.run({ kind: 'text', text, recognition });
    await dialog.keepUnsaid(heard);
  }
  return dialog.begin(route.flow, kept ? '' : text, recognition);
}

export function noteDanger(dialog: TurnDialog, recognition: Recognition): void {
  const { draft } = dialog;
  const event = `danger:${signIds(recognition).join(',')}`.slice(0, 200);
  draft.add({
    author: 'system',
    at: draft.now,
    body: { kind: 'noted', event, urgency: recognition.urgency },
  });
}
