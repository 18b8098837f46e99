import type { Pool } from 'undici';
import WebSocket from 'ws';
import { percentile } from './result.ts';

export interface Load {
  readonly people: number;
  readonly seconds: number;
}

export interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Small talk: a whole turn, to which the bot answers with its question again. */
export const words = 'hôm nay trời đẹp quá';

/** Runs `one` for each of many people over and over for the given time; milliseconds of each round. */
export async function measure(
  { people, seconds }: Load,
  person: (index: number) => Promise<() => Promise<void>>,
): Promise<Measured> {
  const rounds = await Promise.all(Array.from({ length: people }, (_, index) => person(index)));
  const times: number[] = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(
    rounds.map(async (round) => {
      while (performance.now() < until) {
        const start = performance.now();
        await round();
        times.push(performance.now() - start);
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  return { perSecond: times.length / took, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/** A person in the web chat: posts a message and waits until the committed answer has come by the stream. */
export function chatting(base: string, pool: Pool): (index: number) => Promise<() => Promise<void>> {
  return async () => {
    const { conversationId, token } = await post(pool, '/chat/token', {}, {});
    const headers = { authorization: `Bearer ${token}` };
    const path = `/v3/directline/conversations/${conversationId}`;
    let answered: () => void = () => undefined;
    const next = (): Promise<void> =>
      new Promise((resolve) => {
        answered = resolve;
      });
    const stream = new WebSocket(`${base.replace('http', 'ws')}${path}/stream?t=${token}&watermark=0`);
    stream.on('message', (data) => {
      if (data.toString().includes('"id":"bot"')) answered();
    });
    await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject));
    const opened = next();
    await post(pool, `${path}/activities`, headers, { type: 'event', name: 'opened' });
    await opened;
    return async () => {
      const answer = next();
      await post(pool, `${path}/activities`, headers, { type: 'message', text: words });
      await answer;
    };
  };
}

/** The peer: posts to a bare echo bot and reads its answer from the response. */
export function echoing(pool: Pool): (index: number) => Promise<() => Promise<void>> {
  return async (index) => async () => {
    await post(
      pool,
      '/api/messages',
      {},
      {
        type: 'message',
        id: `${index}-${performance.now()}`,
        channelId: 'emulator',
        deliveryMode: 'expectReplies',
        serviceUrl: 'http://127.0.0.1:1',
        conversation: { id: `c${index}` },
        from: { id: 'user' },
        recipient: { id: 'bot' },
        text: words,
      },
    );
  };
}

async function post(
  pool: Pool,
  path: string,
  headers: Record<string, string>,
  body: object,
): Promise<{ conversationId: string; token: string }> {
  const response = await pool.request({
    method: 'POST',
    path,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.body.text();
  if (response.statusCode >= 300) throw new Error(`${path} answered ${response.statusCode}`);
  return text === '' ? { conversationId: '', token: '' } : JSON.parse(text);
}
