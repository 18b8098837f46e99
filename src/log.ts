import winston from 'winston';

/**
 * What a log line may hold. There is no field for words, ids of people, receipts or secrets, and a
 * string that is not a short code is cut out: an allow-list, so that forgetting is safe.
 */
export interface LogFields {
  readonly code?: string;
  readonly channel?: string;
  readonly route?: string;
  readonly status?: number;
  readonly count?: number;
  readonly raised?: number;
  readonly lower?: number;
  readonly seconds?: number;
  readonly version?: string;
  readonly file?: string;
  readonly fault?: string;
}

export interface Log {
  error(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
}

const allowed = [
  'code',
  'channel',
  'route',
  'status',
  'count',
  'raised',
  'lower',
  'seconds',
  'version',
  'file',
  'fault',
] as const;
const shortCode = /^[\w .,:/<>|*()'"#=@+-]{0,160}$/u;

export function openLog(level: string, out: NodeJS.WritableStream = process.stderr): Log {
  const logger = winston.createLogger({
    level,
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Stream({ stream: out })],
  });
  const write =
    (kind: keyof Log) =>
    (event: string, fields: LogFields = {}) => {
      logger.log({ level: kind, message: event, ...clean(fields) });
    };
  return { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug') };
}

function clean(fields: LogFields): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const name of allowed) {
    const value = fields[name];
    if (typeof value === 'number') kept[name] = Math.round(value * 1e6) / 1e6;
    else if (typeof value === 'string') kept[name] = shortCode.test(value) ? value : '(removed)';
  }
  return kept;
}

/** Of a fault only its kind and code: messages of libraries may quote what they were given. */
export function faultFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { code: 'unknown' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { code: `${error.name}:${code}`.slice(0, 100), fault: firstFrame(error) };
}

/** Where in our own code it happened; the stack's first line, which holds the message, is left out. */
function firstFrame(error: Error): string {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  const own = frames.find((line) => line.includes('/src/')) ?? frames[0] ?? '';
  return /\(?([^()\s]+:\d+:\d+)\)?$/u.exec(own)?.[1]?.replace(/^.*\/(src|node_modules)\//u, '$1/') ?? '';
}
