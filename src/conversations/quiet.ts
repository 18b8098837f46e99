import { newDialog } from '../domain/dialog.ts';
import { strip } from '../understanding/normalise/strip.ts';
import type { DialogRunner } from './ports.ts';
import type { TurnDraft } from './turn-draft.ts';

/** The person's own safe word, or the word that was agreed with staff to mean stop. */
export function isSafeWord({ before, memory }: TurnDraft, text: string): boolean {
  const said = strip(text);
  return [memory.safeWord, before.stopWord].some((word) => word !== undefined && strip(word) === said);
}

/**
 * After the safe word only the weather is talked about. Whoever writes a long time later begins anew, as if never
 * met: nothing that is said then shows what it was about before, whoever holds the phone by now.
 */
export function endOldQuiet(
  draft: TurnDraft,
  runner: Pick<DialogRunner, 'read' | 'write'>,
  limit: number,
): void {
  const dialog = runner.read(draft.memory.dialog);
  if (dialog.flags['quiet'] !== true || draft.now.getTime() - draft.lastPersonAt.getTime() < limit) return;
  const { voice, address } = dialog;
  draft.startAnew();
  draft.remember({
    dialog: runner.write({ ...newDialog, voice, ...(address === undefined ? {} : { address }) }),
    greeted: false,
    recent: [],
    alarmed: [],
    readBack: undefined,
    found: undefined,
    rate: undefined,
  });
}

/** Staff have taken the chat, and the person writes to them: they may be answered again. */
export function endQuiet(draft: TurnDraft, runner: Pick<DialogRunner, 'read' | 'write'>): void {
  const dialog = runner.read(draft.memory.dialog);
  if (dialog.flags['quiet'] !== true) return;
  draft.remember({ dialog: runner.write({ ...dialog, flags: { ...dialog.flags, quiet: false } }) });
}
