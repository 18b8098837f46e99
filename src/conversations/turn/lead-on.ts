import type { Recognition } from '../../domain/recognition.ts';
import { isHard } from '../../domain/urgency.ts';
import type { Input } from '../../flows/turn.ts';
import { readReceipt } from '../actions/status.ts';
import { sureOfIntent } from '../routes.ts';
import type { TurnDialog } from './turn-dialog.ts';

/** In a question: the answer first; what does not fit it may be a change of mind or small talk. */
export async function leadInside(dialog: TurnDialog, text: string, recognition: Recognition): Promise<void> {
  const input: Input = { kind: 'text', text, recognition };
  const outcome = await dialog.run(input);
  if (outcome.understood) return dialog.keep(outcome);
  if (holdsReceipt(dialog, text)) return toStatus(dialog, input);
  if (isHard(recognition.urgency)) return noted(dialog, input, recognition);
  if (recognition.confidence < sureOfIntent) return dialog.keep(outcome);
  const wanted = dialog.parts.routes.intents[recognition.intent];
  if (wanted !== undefined) return dialog.begin(wanted.flow, text, recognition);
  if (!dialog.small(recognition.intent)) return dialog.keep(outcome);
  return dialog.keep(await dialog.run(input, { kind: 'again' }));
}

/** More danger than was asked about: it is not unclear, and staff will read it, so they are called if they are not yet. */
async function noted(dialog: TurnDialog, input: Input, { urgency }: Recognition): Promise<void> {
  if (dialog.draft.holder.kind === 'bot') dialog.draft.requestHandoff(urgency, 'told-in-report');
  dialog.speak('bot.noted');
  return dialog.keep(await dialog.run(input, { kind: 'again' }));
}

export async function leadOutside(dialog: TurnDialog, text: string, recognition: Recognition): Promise<void> {
  const { routes } = dialog.parts;
  const isFirst = !dialog.draft.memory.greeted;
  if (holdsReceipt(dialog, text)) return toStatus(dialog, { kind: 'text', text, recognition });
  const sure = recognition.confidence >= sureOfIntent;
  const wanted = sure ? routes.intents[recognition.intent] : undefined;
  if (wanted !== undefined) {
    dialog.introduce();
    return dialog.begin(wanted.flow, text, recognition);
  }
  if (recognition.urgency === 'soon') {
    dialog.introduce();
    return dialog.begin(routes['check-in'], text, recognition);
  }
  if (isFirst) return dialog.begin(routes.start, text, recognition);
  if (sure && dialog.small(recognition.intent)) return;
  // A command ("111", "gặp cô chú") is understood outside of flows too; anything else gets a way on.
  const outcome = await dialog.run({ kind: 'text', text, recognition });
  if (outcome.understood) return dialog.keep(outcome);
  return dialog.begin(routes['not-understood'], text, recognition);
}

/** Whoever types the code they were given wants to know how far it is, whatever was asked. */
function holdsReceipt({ parts }: TurnDialog, text: string): boolean {
  return readReceipt(text, parts) !== undefined;
}

/** The code answers the question of the status dialog before that is asked. */
async function toStatus(dialog: TurnDialog, code: Input): Promise<void> {
  const flow = dialog.parts.routes.intents.ask_report_status?.flow;
  if (flow === undefined) return;
  dialog.introduce();
  const asked = await dialog.run(
    { kind: 'button', value: '' },
    { kind: 'begin', flow, answers: {}, heard: {} },
  );
  await dialog.keepUnsaid(asked);
  await dialog.keep(await dialog.run(code));
}
