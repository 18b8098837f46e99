import { z } from 'zod';

/** The server said no. `code` is one of docs/console-api.md; the page has its own words for it. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: string;
  readonly status: number;
  /** For developers, except `unsafe-time`, where it names the window. */
  readonly detail: string;
  readonly retryAfter: number | undefined;
  constructor(code: string, status: number, detail: string, retryAfter?: number) {
    super(code);
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

export function isFault(error: unknown, code: string): boolean {
  return error instanceof Fault && error.code === code;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const base = '/console/api';
const FaultBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Asks the person who they are; resolves to whether they have confirmed it. */
type Confirm = () => Promise<boolean>;
let confirm: Confirm | undefined;

export function onConfirmNeeded(ask: Confirm | undefined): void {
  confirm = ask;
}

let lastTouch = Date.now();
for (const kind of ['pointerdown', 'keydown'] as const) {
  globalThis.addEventListener?.(kind, () => {
    lastTouch = Date.now();
  });
}

/** A request nobody caused in the last minute must not keep the session alive. */
const idle = () => Date.now() - lastTouch > 60_000;

/** Asks the server and checks its answer. Where a fresh confirmation is needed, asks for it and repeats. */
export async function call<T>(
  method: Method,
  path: string,
  schema: z.ZodType<T>,
  body?: unknown,
): Promise<T> {
  return confirmed(() => once(method, path, schema, body));
}

/** A file as the server keeps it; never stored by the browser. */
export function callFile(path: string, body: unknown): Promise<Blob> {
  return confirmed(async () => {
    const response = await reach('POST', path, body);
    if (!response.ok) throw await faultOf(response);
    return response.blob();
  });
}

/** Sends a file as it is, without its name. */
export function sendFile<T>(path: string, schema: z.ZodType<T>, file: Blob): Promise<T> {
  return confirmed(() => once('POST', path, schema, file));
}

async function confirmed<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isFault(error, 'confirm-first') || confirm === undefined || !(await confirm())) throw error;
    return ask();
  }
}

export const nothing = z.undefined();

async function once<T>(method: Method, path: string, schema: z.ZodType<T>, body: unknown): Promise<T> {
  const response = await reach(method, path, body);
  if (!response.ok) throw await faultOf(response);
  const text = await response.text();
  return schema.parse(text === '' || response.status === 204 ? undefined : JSON.parse(text));
}

async function reach(method: Method, path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { 'x-console': '1' };
  if (idle()) headers['x-console-idle'] = '1';
  const isFile = body instanceof Blob;
  if (body !== undefined) headers['content-type'] = isFile ? 'application/octet-stream' : 'application/json';
  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
  const sent = isFile ? body : JSON.stringify(body);
  try {
    return await fetch(`${base}${path}`, body === undefined ? init : { ...init, body: sent });
  } catch {
    throw new Fault('offline', 0, 'the server cannot be reached');
  }
}

async function faultOf(response: Response): Promise<Fault> {
  const body = FaultBody.safeParse(await response.json().catch(() => undefined));
  const after = Number(response.headers.get('retry-after'));
  const { code, message } = body.success ? body.data.error : { code: 'other', message: '' };
  return new Fault(code, response.status, message, Number.isFinite(after) && after > 0 ? after : undefined);
}

/** A query string of those values that are set. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return set.length === 0 ? '' : `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}`;
}

export const at = (id: string) => encodeURIComponent(id);
/** The address of something the browser itself fetches, such as a picture. */
export const addressOf = (path: string) => `${base}${path}`;
