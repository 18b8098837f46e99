import type { Changed } from '../conversations/handoff/change.ts';
import type { HttpResponse } from '../domain/route.ts';
import type { StaffParts } from './parts.ts';
import { type AskedAboutChat, fault } from './route.ts';
import { unsafeNow } from './safe-contact.ts';

/** Why this member may not write to the person now, if so; the same for words and files. */
export async function refusedToWrite(
  parts: StaffParts,
  { chat, me }: Pick<AskedAboutChat, 'chat' | 'me'>,
): Promise<HttpResponse | undefined> {
  if (!(await parts.mayTry('message', me))) return fault(429, 'request.too-many');
  const unsafe = await unsafeNow(parts, chat.id, chat.lastPersonAt);
  return unsafe === undefined ? undefined : fault(409, 'unsafe-time', unsafe);
}

export function spoken(said: Changed): HttpResponse {
  return said.kind === 'refused' ? fault(409, said.why) : { status: 201, body: { seq: said.seq } };
}
