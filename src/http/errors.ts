import { type ErrorCode, OperationalError, UserError } from '../domain/errors.ts';
import type { HttpResponse } from '../domain/route.ts';

/** The one table from fault to status. */
const statusOf: Readonly<Record<ErrorCode, number>> = {
  'request.malformed': 400,
  'request.too-large': 413,
  'request.unsupported-type': 415,
  'request.unauthorised': 401,
  'request.forbidden': 403,
  'request.not-found': 404,
  'request.conflict': 409,
  'request.too-many': 429,
  'attachment.type-refused': 415,
  'attachment.too-large': 413,
  'attachment.unreadable': 422,
  'storage.unavailable': 503,
  'storage.full': 507,
  'storage.in-use': 503,
  'conversation.moved-on': 409,
  'channel.send-failed': 502,
  'channel.unsendable': 422,
  'key.missing': 500,
  'seal.broken': 500,
};

/** The answer to a fault. Codes only: what went wrong inside, and what a person wrote, stays inside. */
export function faultResponse(error: unknown): HttpResponse {
  if (error instanceof UserError) {
    return answer(statusOf[error.code], error.code, error.message);
  }
  if (error instanceof OperationalError) {
    return answer(statusOf[error.code], error.code, 'the service cannot do this now');
  }
  return answer(500, 'internal', 'the service failed');
}

function answer(status: number, code: string, message: string): HttpResponse {
  const headers: Record<string, string> = status === 503 || status === 429 ? { 'retry-after': '5' } : {};
  return { status, headers, body: { error: { code, message } } };
}
