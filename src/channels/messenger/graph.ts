import { z } from 'zod';
import { call } from '../push/call.ts';
import { asBlob, type OutgoingFile, uploadTimeout } from '../push/outgoing-file.ts';
import type { MessengerSettings } from './settings.ts';
import { appSecretProof } from './verify.ts';

const Fault = z.looseObject({
  error: z.looseObject({
    code: z.number().int(),
    error_subcode: z.number().int().optional().catch(undefined),
    is_transient: z.boolean().optional().catch(undefined),
  }),
});

export type GraphAnswer =
  | { readonly kind: 'ok'; readonly body: unknown }
  | { readonly kind: 'fault'; readonly code: number; readonly subcode?: number; readonly waitMinutes: number }
  | { readonly kind: 'down' }
  | { readonly kind: 'lost' };

export interface GraphCall {
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: object;
  /** Sent beside the body, whose fields then go as those of a form. */
  readonly file?: OutgoingFile;
  readonly query?: Readonly<Record<string, string>>;
}

export type GraphAccess = Pick<MessengerSettings, 'graphUrl' | 'pageToken' | 'appSecret'>;

/** Calls the Graph API. The token goes in a header, for addresses get logged; the proof may be in the address. */
export async function graph(
  access: GraphAccess,
  { path, method = 'POST', body, file, query = {} }: GraphCall,
): Promise<GraphAnswer> {
  const proof = appSecretProof(access.pageToken, access.appSecret);
  const parameters = new URLSearchParams({ ...query, appsecret_proof: proof });
  const answer = await call({
    url: `${access.graphUrl}/${path}?${parameters}`,
    method,
    headers: {
      authorization: `Bearer ${access.pageToken}`,
      ...(file === undefined ? { 'content-type': 'application/json' } : {}),
    },
    ...(body === undefined ? {} : { body: file === undefined ? JSON.stringify(body) : formOf(body, file) }),
    ...(file === undefined ? {} : { timeout: uploadTimeout }),
  });
  if (answer.kind === 'refused') return { kind: 'down' };
  if (answer.kind === 'lost') return { kind: 'lost' };
  const fault = Fault.safeParse(answer.body);
  if (fault.success) {
    const { code, error_subcode } = fault.data.error;
    return {
      kind: 'fault',
      code,
      ...(error_subcode === undefined ? {} : { subcode: error_subcode }),
      waitMinutes: waitOf(answer.headers),
    };
  }
  if (answer.status === 502 || answer.status === 503) return { kind: 'down' };
  if (answer.status !== 200 || answer.body === undefined) return { kind: 'lost' };
  return { kind: 'ok', body: answer.body };
}

function formOf(body: object, file: OutgoingFile): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(body))
    form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  form.append('filedata', asBlob(file), file.name);
  return form;
}

const Usage = z.record(
  z.string(),
  z.array(z.looseObject({ estimated_time_to_regain_access: z.number().optional() })),
);

/** Minutes until calls are taken again, if the platform says so. */
function waitOf(headers: Headers): number {
  const usage = Usage.safeParse(jsonOrUndefined(headers.get('x-business-use-case-usage') ?? ''));
  if (!usage.success) return 0;
  const times = Object.values(usage.data)
    .flat()
    .map((each) => each.estimated_time_to_regain_access ?? 0);
  return Math.min(60, Math.max(0, ...times));
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
