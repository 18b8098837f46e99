/** What came back from a platform: an answer, nothing (`refused`: it surely did not hear us), or who knows. */
export type CallAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: Headers; readonly body: unknown }
  | { readonly kind: 'refused' }
  | { readonly kind: 'lost' };

export interface Call {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData | URLSearchParams;
  readonly timeout?: number;
}

/** No answer is longer than this; a lying platform must not fill our memory. */
const longestAnswer = 256 * 1024;

/** Calls a platform. Never throws, and nothing of the address (it may hold a token) leaves in an error. */
export async function call({
  url,
  method = 'POST',
  headers = {},
  body,
  timeout = 10_000,
}: Call): Promise<CallAnswer> {
  try {
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(url, {
      method,
      headers,
      signal,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    const text = await readLimited(response);
    return {
      kind: 'answered',
      status: response.status,
      headers: response.headers,
      body: jsonOrUndefined(text),
    };
  } catch (error) {
    return neverConnected(error) ? { kind: 'refused' } : { kind: 'lost' };
  }
}

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > longestAnswer) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const unheard = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function neverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && unheard.has(code)) return true;
  if (error instanceof AggregateError) return error.errors.every(neverConnected);
  return neverConnected(error.cause);
}
