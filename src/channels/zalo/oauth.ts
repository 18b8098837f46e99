import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { TokenPair } from '../../conversations/push-ports.ts';
import { call } from '../push/call.ts';

export interface ZaloApp {
  readonly appId: string;
  readonly appSecret: string;
  readonly oauthUrl: string;
}

export type TokenAnswer =
  | { readonly kind: 'pair'; readonly pair: TokenPair }
  /** The platform says no: only a new consent of the OA's administrator helps. */
  | { readonly kind: 'rejected'; readonly code: number }
  /** It surely did not hear us: the refresh token is still good. */
  | { readonly kind: 'down' }
  /** It may have heard us and changed the token. */
  | { readonly kind: 'lost' };

const Pair = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.union([z.string(), z.number()]).transform(Number).pipe(z.number().positive()).catch(90_000),
});
/** Which number stands for a used-up refresh token is doubtful (-14014 or -14020): all of that family count. */
const Rejected = z.looseObject({ error: z.number().int().min(-14_999).max(-14_000) });

/** A new pair for a refresh token, which dies by that. */
export function refreshPair(app: ZaloApp, refreshToken: string, now: Date): Promise<TokenAnswer> {
  return ask(app, { grant_type: 'refresh_token', refresh_token: refreshToken }, now);
}

/** The first pair, for the code that came with the administrator's consent. */
export function pairForCode(
  app: ZaloApp,
  grant: { readonly code: string; readonly verifier: string },
  now: Date,
): Promise<TokenAnswer> {
  return ask(app, { grant_type: 'authorization_code', code: grant.code, code_verifier: grant.verifier }, now);
}

async function ask(app: ZaloApp, fields: Readonly<Record<string, string>>, now: Date): Promise<TokenAnswer> {
  const answer = await call({
    url: `${app.oauthUrl}/v4/oa/access_token`,
    headers: { secret_key: app.appSecret },
    body: new URLSearchParams({ ...fields, app_id: app.appId }),
  });
  if (answer.kind === 'refused') return { kind: 'down' };
  if (answer.kind === 'lost') return { kind: 'lost' };
  const pair = Pair.safeParse(answer.body);
  if (pair.success) return { kind: 'pair', pair: pairOf(pair.data, now) };
  const rejected = Rejected.safeParse(answer.body);
  if (rejected.success) return { kind: 'rejected', code: rejected.data.error };
  return answer.status === 502 || answer.status === 503 || answer.status === 429
    ? { kind: 'down' }
    : { kind: 'lost' };
}

function pairOf(data: z.infer<typeof Pair>, now: Date): TokenPair {
  return {
    access: data.access_token,
    refresh: data.refresh_token,
    expiresAt: new Date(now.getTime() + data.expires_in * 1000),
  };
}

/** PKCE as Zalo has it: 43 characters, S256, and no `code_challenge_method`. */
export function newVerifier(): string {
  return randomBytes(32).toString('base64url');
}

export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** Where the OA's administrator gives the app leave to act for the OA. */
export function consentAddress(
  app: Pick<ZaloApp, 'appId' | 'oauthUrl'>,
  ask: { readonly callback: string; readonly verifier: string; readonly state: string },
): string {
  const query = new URLSearchParams({
    app_id: app.appId,
    redirect_uri: ask.callback,
    code_challenge: challengeOf(ask.verifier),
    state: ask.state,
  });
  return `${app.oauthUrl}/v4/oa/permission?${query}`;
}
