import type { SendingParts } from '../conversations/sending.ts';
import type { WorkerParts } from '../conversations/worker.ts';
import { OperationalError, UserError } from '../domain/errors.ts';
import type { Metrics } from '../http/metrics.ts';
import type { HttpParts } from '../http/server.ts';
import { faultFields, type Log } from '../log.ts';

/** What the parts tell of their work, as figures and log lines without content. */
export function observers(
  metrics: Metrics,
  log: Log,
): {
  readonly turn: WorkerParts['observe'];
  readonly sending: SendingParts['observe'];
  readonly request: HttpParts['observe'];
} {
  return {
    turn: (event) => {
      if (event.kind === 'turn') metrics.turns.observe(event.seconds);
      else if (event.kind === 'moved-on') metrics.turnsMovedOn.inc();
      else if (event.kind === 'failed') {
        metrics.turnsFailed.inc();
        log.warn('a turn failed', faultFields(event.error));
      } else {
        metrics.turnsParked.inc();
        log.error('an event was set aside after three tries', faultFields(event.error));
      }
    },
    sending: ({ kind, channel, errorCode }) => {
      metrics.sendings.inc({ channel, outcome: kind });
      if (errorCode !== undefined) log.warn('a reply was not sent', { channel, code: errorCode });
    },
    request: ({ route, status, seconds, error }) => {
      metrics.requests.observe({ route, status }, seconds);
      if (error instanceof UserError) log.debug('a request was refused', { route, status, code: error.code });
      else if (error instanceof OperationalError)
        log.warn('a request could not be served', { route, status, ...faultFields(error.cause ?? error) });
      else if (error !== undefined) log.error('a request failed', { route, status, ...faultFields(error) });
    },
  };
}
