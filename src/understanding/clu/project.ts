import type { Example } from '../corpus.ts';
import { intentLabels, isDevelopment } from '../learn.ts';

const longest = 500;

/**
 * The project file that Azure's import takes.
 * https://learn.microsoft.com/azure/ai-services/language-service/conversational-language-understanding/concepts/data-formats
 */
export function cluProject(examples: readonly Example[], projectName: string): object {
  const utterances = examples
    .filter(({ text }) => text.length <= longest)
    .map((example) => ({
      text: example.text,
      language: 'vi',
      intent: example.intent,
      entities: [],
      dataset: isDevelopment(example) ? 'Test' : 'Train',
    }));
  return {
    projectFileVersion: '2022-10-01-preview',
    stringIndexType: 'Utf16CodeUnit',
    metadata: {
      projectKind: 'Conversation',
      settings: { confidenceThreshold: 0.7 },
      projectName,
      multilingual: false,
      description: 'Vietnamese child-protection messages',
      language: 'vi',
    },
    assets: {
      projectKind: 'Conversation',
      intents: intentLabels.map((category) => ({ category })),
      entities: [],
      utterances,
    },
  };
}
