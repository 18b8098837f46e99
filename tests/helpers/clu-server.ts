import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the next calls are answered. */
export type CluMood =
  | { readonly kind: 'answers'; readonly intent: string; readonly confidence: number }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'nonsense' };

export interface CluServer {
  readonly endpoint: string;
  readonly asked: readonly { readonly text: string; readonly key: string | undefined }[];
  mood: CluMood;
  close(): Promise<void>;
}

const path = '/language/:analyze-conversations';

/** Behaves as Azure CLU's analyze-conversations does, on a free port of this machine. */
export async function startCluServer(key: string): Promise<CluServer> {
  const asked: { text: string; key: string | undefined }[] = [];
  const state: { mood: CluMood } = { mood: { kind: 'answers', intent: 'greeting', confidence: 0.9 } };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = request.headers['ocp-apim-subscription-key']?.toString();
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      asked.push({ text: body.analysisInput.conversationItem.text, key: sent });
      const send = (status: number, content: unknown, headers: Record<string, string> = {}): void => {
        // Not chained: restify, loaded by other tests, has writeHead return nothing.
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify(content));
      };
      if (!request.url?.startsWith(path)) {
        send(404, fault('NotFound', 'no such operation'));
        return;
      }
      if (sent !== key) {
        send(401, fault('Unauthorized', 'Access denied due to invalid subscription key.'));
        return;
      }
      answer(state.mood, body, send);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked,
    get mood() {
      return state.mood;
    },
    set mood(mood) {
      state.mood = mood;
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function answer(
  mood: CluMood,
  body: { analysisInput: { conversationItem: { text: string } } },
  send: (status: number, content: unknown, headers?: Record<string, string>) => void,
): void {
  switch (mood.kind) {
    case 'answers': {
      const intents = [
        { category: mood.intent, confidenceScore: mood.confidence },
        { category: 'None', confidenceScore: 0 },
      ];
      const prediction = { topIntent: mood.intent, projectKind: 'Conversation', intents, entities: [] };
      send(200, {
        kind: 'ConversationResult',
        result: { query: body.analysisInput.conversationItem.text, prediction },
      });
      return;
    }
    case 'status':
      send(
        mood.status,
        fault(`E${mood.status}`, 'as told'),
        mood.retryAfter === undefined ? {} : { 'retry-after': String(mood.retryAfter) },
      );
      return;
    case 'slow':
      setTimeout(() => send(200, { kind: 'ConversationResult' }), mood.ms).unref();
      return;
    case 'nonsense':
      send(200, {
        kind: 'ConversationResult',
        result: { query: '', prediction: { projectKind: 'Conversation', topIntent: 7, intents: 'none' } },
      });
      return;
  }
}

function fault(code: string, message: string): object {
  return { error: { code, message } };
}
