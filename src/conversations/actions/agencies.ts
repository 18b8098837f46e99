import type { ActionResult } from '../ports.ts';
import type { ActionCall } from './action.ts';

/** Whom to call for a place and a need; the national lines where no one nearer is confirmed. */
export function findAgencies({ args, dialog, parts }: ActionCall): ActionResult {
  const { found, text } = parts.agencies(dialog.answers[args['field'] ?? ''], args['need'] ?? 'abuse');
  return { outcome: found ? 'found' : 'national', params: { agencies: text } };
}
