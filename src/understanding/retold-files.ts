import { stringify } from 'yaml';
import type { Intent } from '../domain/intent.ts';
import type { StoredRetold } from '../domain/retold.ts';

export interface TrainingFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Examples told by staff as files of dialogs/intents, for an engineer to read through and add. What rang an
 * alarm for nothing is a hard negative.
 */
export function retoldFiles(examples: readonly StoredRetold[]): readonly TrainingFile[] {
  const files = Map.groupBy(examples, ({ intent, misreading }) =>
    misreading === 'wrongly-alarmed' ? `hard-negatives-retold-${intent}` : `retold-${intent}`,
  );
  return [...files].map(([name, told]) => ({ name: `${name}.yaml`, text: fileOf(told) }));
}

function fileOf(told: readonly StoredRetold[]): string {
  const intent: Intent | undefined = told[0]?.intent;
  const groups = Map.groupBy(told, ({ urgency, register }) => `${urgency} ${register}`);
  return stringify({
    intent,
    groups: [...groups.values()].map((group) => ({
      urgency: group[0]?.urgency,
      register: group[0]?.register,
      texts: group.map(({ text }) => text),
    })),
  });
}
