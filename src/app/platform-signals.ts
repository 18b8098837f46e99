import { Counter, type Registry } from 'prom-client';
import type { Alarm, Count } from '../channels/push/signals.ts';
import type { ChannelName } from '../domain/channel.ts';
import type { Log } from '../log.ts';

export interface PlatformSignals {
  readonly alarm: Alarm;
  readonly count: (channel: ChannelName) => Count;
}

/** The same trouble is told again after this long, not with every reply that meets it. */
const quiet = 10 * 60_000;

/** What the platforms' channels tell: events as figures, troubles as figures and log lines. */
export function platformSignals(registry: Registry, log: Log, now: () => Date): PlatformSignals {
  const labels = { events: ['channel', 'event', 'outcome'], alarms: ['code'] } as const;
  const events = new Counter({
    name: 'platform_events_total',
    help: 'events of Zalo and Messenger',
    labelNames: labels.events,
    registers: [registry],
  });
  const alarms = new Counter({
    name: 'platform_alarms_total',
    help: 'troubles that a person must see to',
    labelNames: labels.alarms,
    registers: [registry],
  });
  const told = new Map<string, number>();
  return {
    count: (channel) => (event, outcome) => events.inc({ channel, event, outcome }),
    alarm: (code) => {
      alarms.inc({ code });
      const at = now().getTime();
      if (at - (told.get(code) ?? 0) < quiet) return;
      told.set(code, at);
      log.error('a platform needs a person', { code });
    },
  };
}
