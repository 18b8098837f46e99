import { z } from 'zod';
import { WrittenVoice } from '../domain/text.ts';
import { ActionStep } from './kinds/action.ts';
import { AttachmentStep } from './kinds/attachment.ts';
import { CallStep } from './kinds/call.ts';
import { ChoiceStep } from './kinds/choice.ts';
import { FlowName, StepName } from './kinds/common.ts';
import { DateStep } from './kinds/date.ts';
import { EndStep } from './kinds/end.ts';
import { HandoffStep } from './kinds/handoff.ts';
import { NumberStep } from './kinds/number.ts';
import { PlaceStep } from './kinds/place.ts';
import { SayStep } from './kinds/say.ts';
import { SetStep } from './kinds/set.ts';
import { SwitchStep } from './kinds/switch.ts';
import { TextStep } from './kinds/text.ts';

/** The closed list of step kinds. A new one is a decision, not a habit. */
export const Step = z.discriminatedUnion('kind', [
  SayStep,
  ChoiceStep,
  TextStep,
  NumberStep,
  DateStep,
  PlaceStep,
  AttachmentStep,
  ActionStep,
  HandoffStep,
  EndStep,
  CallStep,
  SwitchStep,
  SetStep,
]);
export type Step = Readonly<z.infer<typeof Step>>;

/** A file of dialogs/flows. The name of the flow is the name of the file. */
export const Flow = z.strictObject({
  flow: FlowName.describe('the name of the file without .yaml'),
  purpose: z.string().min(1).describe('one sentence for people who read the flow; never shown'),
  voices: z.array(WrittenVoice).min(1).readonly().default(['child', 'teen', 'adult']),
  start: StepName.describe('the first step'),
  danger: z.boolean().default(false).describe('every question and handoff of this flow is a danger step'),
  renamed: z
    .record(StepName, StepName)
    .default({})
    .describe('old step name: new step name, for people who were in the middle'),
  steps: z.record(StepName, Step),
});
export type Flow = Readonly<z.infer<typeof Flow>>;
