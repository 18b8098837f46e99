import type { Run } from '../run.ts';
import type { Step } from '../schema.ts';
import { enterAction } from './action.ts';
import { askAttachment, hearAttachment } from './attachment.ts';
import { type Heard, type Move, stay, type Told } from './behaviour.ts';
import { enterCall } from './call.ts';
import { askChoice, hearChoice } from './choice.ts';
import { askDate, hearDate } from './date.ts';
import { enterEnd } from './end.ts';
import { enterHandoff } from './handoff.ts';
import { askNumber, hearNumber } from './number.ts';
import { askPlace, hearPlace } from './place.ts';
import { enterSay } from './say.ts';
import { enterSet } from './set.ts';
import { enterSwitch } from './switch.ts';
import { askText, hearText } from './text.ts';

const questionKinds = ['choice', 'text', 'number', 'date', 'place', 'attachment'] as const;
export type QuestionStep = Extract<Step, { kind: (typeof questionKinds)[number] }>;

export function isQuestion(step: Step | undefined): step is QuestionStep {
  return step !== undefined && (questionKinds as readonly string[]).includes(step.kind);
}

/** Does what a step does when it is reached. */
export function enter(step: Step, run: Run): Move {
  switch (step.kind) {
    case 'say':
      return enterSay(step, run);
    case 'handoff':
      return enterHandoff(step, run);
    case 'action':
      return enterAction(step, run);
    case 'switch':
      return enterSwitch(step, run);
    case 'set':
      return enterSet(step, run);
    case 'call':
      return enterCall(step);
    case 'end':
      return enterEnd(step);
    default:
      ask(step, run);
      return stay;
  }
}

export function ask(step: QuestionStep, run: Run): void {
  switch (step.kind) {
    case 'choice':
      askChoice(step, run);
      break;
    case 'text':
      askText(step, run);
      break;
    case 'number':
      askNumber(step, run);
      break;
    case 'date':
      askDate(step, run);
      break;
    case 'place':
      askPlace(step, run);
      break;
    case 'attachment':
      askAttachment(step, run);
      break;
  }
}

export function hear(step: QuestionStep, told: Told, run: Run): Heard {
  switch (step.kind) {
    case 'choice':
      return hearChoice(step, told, run);
    case 'text':
      return hearText(step, told, run);
    case 'number':
      return hearNumber(step, told, run);
    case 'date':
      return hearDate(step, told, run);
    case 'place':
      return hearPlace(step, told, run);
    case 'attachment':
      return hearAttachment(step, told, run);
  }
}
