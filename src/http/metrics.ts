import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Everything that is counted. Labels are short fixed names; no id, no word of a person. */
export function metrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const buckets = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
  return {
    registry,
    requests: new Histogram({
      name: 'http_request_seconds',
      help: 'answers by route and status',
      labelNames: ['route', 'status'],
      buckets,
      registers,
    }),
    turns: new Histogram({ name: 'turn_seconds', help: 'time of a committed turn', buckets, registers }),
    turnsFailed: new Counter({ name: 'turns_failed_total', help: 'tries of a turn that failed', registers }),
    turnsParked: new Counter({
      name: 'turns_parked_total',
      help: 'events set aside after three failed tries: someone must look',
      registers,
    }),
    turnsMovedOn: new Counter({
      name: 'turns_moved_on_total',
      help: 'turns overtaken by another process',
      registers,
    }),
    sendings: new Counter({
      name: 'sendings_total',
      help: 'replies to platforms by outcome',
      labelNames: ['channel', 'outcome'],
      registers,
    }),
    danger: new Counter({
      name: 'danger_screened_total',
      help: 'messages by screened urgency',
      labelNames: ['urgency'],
      registers,
    }),
    redUnfinished: new Gauge({
      name: 'reports_red_unfinished',
      help: 'drafts with a red answer that nobody has sent',
      registers,
    }),
    swept: new Counter({
      name: 'forgotten_total',
      help: 'conversations, reports and files forgotten by the clock',
      labelNames: ['kind'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof metrics>;
