export interface Delivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a delivery is disturbed on its way. */
export interface Disturbance {
  readonly copies?: number;
  readonly delay?: number;
}

/** Posts once; 0 when nobody answered. */
export async function post(
  { url, headers, body }: Delivery,
  extra: Readonly<Record<string, string>> = {},
): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers, ...extra },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

/**
 * Delivers as platforms do: again after each of the waits until it is taken. `waits` are shortened by
 * tests; Zalo's own are 30 s, 5 min, 15 min, 30 min and 1 h.
 */
export async function deliver(
  delivery: Delivery,
  waits: readonly number[],
  { copies = 1, delay = 0 }: Disturbance = {},
): Promise<number> {
  if (delay > 0) await sleep(delay);
  const statuses = await Promise.all(Array.from({ length: copies }, () => post(delivery)));
  let status = statuses.includes(200) ? 200 : (statuses[0] ?? 0);
  for (const [index, wait] of waits.entries()) {
    if (status === 200) break;
    await sleep(wait);
    status = await post(delivery, { num_retry: String(index + 1) });
  }
  return status;
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** JSON as platforms write it: ASCII with \uXXXX, and `/` as `\/`. */
export function escaped(value: unknown): string {
  const text = JSON.stringify(value).replaceAll('/', '\\/');
  return text.replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
