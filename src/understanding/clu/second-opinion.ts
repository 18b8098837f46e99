import { ConversationAnalysisClient } from '@azure/ai-language-conversations';
import { AzureKeyCredential } from '@azure/core-auth';
import { z } from 'zod';
import { Intent } from '../../domain/intent.ts';
import type { Recognition } from '../../domain/recognition.ts';
import { isHard } from '../../domain/urgency.ts';
import { CircuitBreaker } from './breaker.ts';
import { mask } from './mask.ts';

export interface CluSettings {
  readonly endpoint: string;
  readonly key: string;
  readonly project: string;
  readonly deployment: string;
}

export type Opinion =
  | { readonly kind: 'intent'; readonly intent: Intent; readonly confidence: number }
  | {
      readonly kind: 'none';
      readonly why: 'resting' | 'slow' | 'limited' | 'refused' | 'failed' | 'unreadable';
    };

/** Asks Azure's Conversational Language Understanding what a message wants. Never throws. */
export interface SecondOpinion {
  ask(text: string): Promise<Opinion>;
}

const deadlineMs = 800;

// The part of the answer that is used; the service sends more.
// https://learn.microsoft.com/azure/ai-services/language-service/conversational-language-understanding/
const Answer = z.object({
  result: z.object({
    prediction: z.object({
      topIntent: z.string(),
      intents: z.array(z.object({ category: z.string(), confidence: z.number() })),
    }),
  }),
});

/** `deadline` in milliseconds; a later answer is not waited for. */
export function createSecondOpinion(
  settings: CluSettings,
  breaker = new CircuitBreaker(),
  deadline = deadlineMs,
): SecondOpinion {
  const { endpoint, key, project, deployment } = settings;
  const client = new ConversationAnalysisClient(endpoint, new AzureKeyCredential(key), {
    retryOptions: { maxRetries: 0 },
    // Only a server on this machine is ever spoken to without TLS, as tests do.
    allowInsecureConnection: /^http:\/\/(?:localhost|127\.0\.0\.1)[:/]/u.test(endpoint),
  });
  const analyse = (text: string): Promise<unknown> =>
    client.analyzeConversation(
      {
        kind: 'Conversation',
        analysisInput: { conversationItem: { id: '1', participantId: 'person', text, language: 'vi' } },
        parameters: { projectName: project, deploymentName: deployment, stringIndexType: 'Utf16CodeUnit' },
      },
      { abortSignal: AbortSignal.timeout(deadline) },
    );
  return { ask: (text) => ask(() => analyse(mask(text)), breaker) };
}

async function ask(analyse: () => Promise<unknown>, breaker: CircuitBreaker): Promise<Opinion> {
  if (!breaker.admits()) return { kind: 'none', why: 'resting' };
  try {
    const answer = Answer.safeParse(await analyse());
    breaker.succeeded();
    return answer.success ? toOpinion(answer.data) : { kind: 'none', why: 'unreadable' };
  } catch (error) {
    breaker.failed(restAsked(error));
    return { kind: 'none', why: whyNot(error) };
  }
}

function toOpinion({ result: { prediction } }: z.infer<typeof Answer>): Opinion {
  const intent = Intent.safeParse(prediction.topIntent);
  if (!intent.success) return { kind: 'intent', intent: 'unknown', confidence: 0 }; // CLU's own "None"
  const found = prediction.intents.find(({ category }) => category === prediction.topIntent);
  return { kind: 'intent', intent: intent.data, confidence: found?.confidence ?? 0 };
}

const Refusal = z.object({
  name: z.string().optional(),
  statusCode: z.number().optional(),
  response: z.object({ headers: z.custom<{ get(name: string): string | undefined }>() }).optional(),
});

function whyNot(error: unknown): 'slow' | 'limited' | 'refused' | 'failed' {
  const read = Refusal.safeParse(error);
  if (!read.success) return 'failed';
  const { name, statusCode } = read.data;
  if (name === 'AbortError' || name === 'TimeoutError') return 'slow';
  if (statusCode === 429) return 'limited';
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? 'refused' : 'failed';
}

function restAsked(error: unknown): number | undefined {
  const read = Refusal.safeParse(error);
  const seconds =
    read.success && read.data.statusCode === 429
      ? Number(read.data.response?.headers.get('retry-after'))
      : Number.NaN;
  return seconds > 0 ? Math.min(seconds, 300) * 1000 : undefined;
}

const localIsSure = 0.5;
const cloudIsSure = 0.7;

/** Asks only where it can matter: never in front of an alarm, and not where the machine itself is sure. */
export async function heardTwice(
  local: Recognition,
  second: SecondOpinion,
  text: string,
): Promise<Recognition> {
  return isHard(local.urgency) || isSure(local) ? local : withOpinion(local, await second.ask(text));
}

function isSure({ intent, confidence }: Recognition): boolean {
  return intent !== 'unknown' && confidence >= localIsSure;
}

/**
 * Joins both. The local answer stands where it is sure; urgency and its signs are always the local
 * ones, so that the cloud can neither lower nor delay anything.
 */
export function withOpinion(local: Recognition, opinion: Opinion): Recognition {
  if (opinion.kind === 'none' || opinion.intent === 'unknown') return local;
  if (isSure(local) || opinion.confidence < cloudIsSure) return local;
  return { ...local, intent: opinion.intent, confidence: opinion.confidence };
}
