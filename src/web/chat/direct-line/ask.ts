/** How a request ended. `later`: the same request may work soon; `refused`: it never will as it is. */
export type Answered =
  | { readonly kind: 'done'; readonly json: unknown }
  | { readonly kind: 'later'; readonly status: number; readonly after: number }
  | { readonly kind: 'refused'; readonly status: number };

/** A file, or why there is none: `gone` for good, or not now. */
export type Fetched = Blob | 'gone' | 'later';

export interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token?: string | undefined;
  readonly json?: object;
  readonly signal: AbortSignal;
}

const patience = 20_000;
const soon = 3000;

/** One request to our own server; never throws. A server that does not answer in time counts as offline. */
export async function ask(asked: Asked): Promise<Answered> {
  const answer = await reach(asked, async (response) => {
    const read: unknown = await response.json().catch(() => undefined);
    return answered(response.status, read, response.headers.get('retry-after'));
  });
  return answer ?? { kind: 'later', status: 0, after: soon };
}

/** A file of the conversation; 403 stays a refusal that a new token may lift. */
export async function askFile(asked: Asked): Promise<Fetched | 'refused'> {
  const answer = await reach(asked, async (response): Promise<Fetched | 'refused'> => {
    if (response.ok) return response.blob();
    if (response.status === 403) return 'refused';
    return response.status === 404 ? 'gone' : 'later';
  });
  return answer ?? 'later';
}

async function reach<T>(
  { method, path, token, json, signal }: Asked,
  read: (response: Response) => Promise<T>,
): Promise<T | undefined> {
  const giveUp = new AbortController();
  const stop = (): void => giveUp.abort();
  const timer = setTimeout(stop, patience);
  signal.addEventListener('abort', stop);
  try {
    const headers: Record<string, string> = {};
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (json !== undefined) headers['content-type'] = 'application/json';
    const body = json === undefined ? null : JSON.stringify(json);
    return await read(
      await fetch(path, {
        method,
        headers,
        body,
        cache: 'no-store',
        credentials: 'omit',
        signal: giveUp.signal,
      }),
    );
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

export function answered(status: number, json: unknown, retryAfter: string | null): Answered {
  if (status >= 200 && status < 300) return { kind: 'done', json };
  const seconds = Number(retryAfter);
  const after = retryAfter !== null && seconds > 0 ? Math.min(seconds, 60) * 1000 : soon;
  if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500) {
    // 507: no room for this file now, and none in a few seconds either.
    return status === 507 ? { kind: 'refused', status } : { kind: 'later', status, after };
  }
  return { kind: 'refused', status };
}
