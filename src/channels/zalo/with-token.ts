import type { ZaloAnswer, ZaloCall, ZaloUpload } from './api.ts';
import { zaloFault } from './errors.ts';
import { type Held, waiting } from './results.ts';
import type { ZaloSettings } from './settings.ts';
import type { ZaloTokens } from './tokens.ts';

interface Parts {
  readonly settings: Pick<ZaloSettings, 'apiUrl'>;
  readonly tokens: Pick<ZaloTokens, 'access' | 'renewed'>;
}

/** Asks with the OA's token. With one that the platform refuses: refreshed once, asked once more. */
export async function withToken<A extends ZaloAnswer | ZaloUpload>(
  { settings: { apiUrl }, tokens }: Parts,
  ask: (to: ZaloCall) => Promise<A>,
): Promise<A | Held> {
  const access = await tokens.access();
  if (access.kind !== 'token') return withoutToken(access.kind);
  const first = await ask({ apiUrl, token: access.token });
  if (first.kind !== 'fault' || zaloFault(first.code).kind !== 'token') return first;
  const renewed = await tokens.renewed(access.token);
  if (renewed.kind !== 'token') return withoutToken(renewed.kind);
  return ask({ apiUrl, token: renewed.token });
}

function withoutToken(kind: 'wait' | 'dead'): Held {
  return kind === 'dead' ? waiting('zalo.token-dead', 60_000) : waiting('zalo.token-wait', 5_000);
}
