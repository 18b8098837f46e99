import { readFileSync } from 'node:fs';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);
const days = z.coerce.number().int().min(1).max(3650);
const secret = (length: number) => z.string().min(length).optional();

/** Every setting with what it means; `.env.example` is printed from here. Secrets may come from `NAME_FILE`. */
export const settings = {
  PORT: port.default(3978).describe('port of the HTTP server'),
  HOST: z.string().min(1).default('0.0.0.0').describe('address the server listens on'),
  PUBLIC_URL: z
    .url()
    .optional()
    .describe(
      'address people reach the server by, e.g. https://baotre.example.vn; needed for Zalo, Messenger and links',
    ),
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(5)
    .default(0)
    .describe('reverse proxies in front, whose X-Forwarded-For is believed'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('folder for the embedded database, sealed files and the key ring'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL 15 or newer; without it PGlite in DATA_DIR'),
  DATABASE_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(10)
    .describe('connections of this process to PostgreSQL'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('Redis 7 or newer; needed when more than one process runs'),
  KEY: z
    .string()
    .min(40)
    .optional()
    .describe('the key ring itself (JSON); else KEY_FILE, else keys.json in DATA_DIR'),
  LOG_LEVEL: z
    .enum(['error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('how much is logged; never what a person wrote'),
  CENTRE_NAME: z
    .string()
    .min(1)
    .default('Trung tâm Công tác xã hội tỉnh Hưng Yên')
    .describe('name of the centre, as people see it'),
  DIRECTLINE_SECRET: secret(24).describe(
    'lets another website or app start chats by Direct Line; without it only our own page can',
  ),
  METRICS_TOKEN: secret(16).describe('bearer token for /metrics; without it only this machine may read them'),
  CONVERSATION_DAYS: days
    .default(30)
    .describe('days after the last message until a conversation is forgotten'),
  DRAFT_DAYS: days.default(90).describe('days until a report that was never sent is destroyed'),
  CLOSED_REPORT_DAYS: days.default(1825).describe('days after closing until a report is destroyed'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('mail server for alarms to staff, e.g. smtps://user:password@mail.example.vn'),
  MAIL_FROM: z.email().optional().describe('sender of alarm mails'),
  DESK_WEBHOOK_URL: z
    .url()
    .optional()
    .describe('where handoffs and alarms are posted, signed: an SMS gateway or a desk of your own'),
  DESK_WEBHOOK_SECRET: secret(24).describe(
    'key of the signature of those posts, and of the calls of that desk',
  ),
  DESK_WEBHOOK_WORDS: z
    .enum(['off', 'on'])
    .default('off')
    .describe('on: what people write goes to that desk, too, so that it can answer them'),
  ZALO_APP_ID: z.string().regex(/^\d+$/).optional().describe('id of the Zalo app'),
  ZALO_APP_SECRET: secret(8).describe('secret key of the Zalo app (OAuth)'),
  ZALO_OA_SECRET_KEY: secret(8).describe('OA secret key (signature of webhooks)'),
  ZALO_OA_ID: z.string().regex(/^\d+$/).optional().describe('id of the Official Account'),
  ZALO_REFRESH_TOKEN: secret(8).describe('first start only; then the database keeps the rotated one'),
  ZALO_API_URL: z.url().default('https://openapi.zalo.me').describe('address of the Zalo OA API'),
  ZALO_OAUTH_URL: z.url().default('https://oauth.zaloapp.com').describe('address of the Zalo login'),
  ZALO_FREE_REPLIES: z.coerce
    .number()
    .int()
    .min(4)
    .max(1000)
    .default(8)
    .describe('replies that Zalo lets us send in 48 hours after a message; 3 of them are kept for staff'),
  ZALO_CALLS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(60)
    .default(3_500)
    .describe('calls a minute that the Zalo app may make; sources say 4,000'),
  ZALO_TAPS: z
    .enum(['hide', 'show'])
    .default('hide')
    .describe('whether a tap on a Zalo button shows in the chat as the words of the button'),
  ZALO_BUTTON_TEMPLATE: z
    .string()
    .regex(/^[a-z_]+$/)
    .optional()
    .describe('template_type of messages with buttons, should Zalo ask for one (button)'),
  ZALO_SITE_VERIFICATION: z
    .string()
    .regex(/^[\w-]{4,80}$/)
    .optional()
    .describe('code in the name of the file zalo_verifier<code>.html, by which Zalo knows the domain'),
  MESSENGER_APP_ID: z.string().regex(/^\d+$/).optional().describe('id of the Meta app'),
  MESSENGER_APP_SECRET: secret(8).describe('secret of the Meta app (signature of webhooks)'),
  MESSENGER_VERIFY_TOKEN: secret(8).describe('word that you also enter in the Meta dashboard'),
  MESSENGER_PAGE_ID: z.string().regex(/^\d+$/).optional().describe('id of the Facebook Page'),
  MESSENGER_PAGE_TOKEN: secret(8).describe('access token of the Page'),
  MESSENGER_GRAPH_URL: z
    .url()
    .default('https://graph.facebook.com/v25.0')
    .describe('address and version of the Graph API'),
  MESSENGER_HUMAN_AGENT: z
    .enum(['off', 'on'])
    .default('off')
    .describe('on when Meta has approved "Human Agent": staff may answer for 7 days'),
  MESSENGER_CALLS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(60)
    .default(6_000)
    .describe('calls a minute to the Graph API for the Page'),
  MESSENGER_CALL_BUTTONS: z
    .enum(['off', 'on'])
    .default('off')
    .describe(
      'on to show 111 as a call button (+84111); first see on a phone of each network that it is reached',
    ),
  MicrosoftAppId: z.string().min(1).optional().describe('Azure Bot: app id'),
  MicrosoftAppPassword: secret(8).describe('Azure Bot: password'),
  MicrosoftAppType: z
    .enum(['MultiTenant', 'SingleTenant', 'UserAssignedMSI'])
    .optional()
    .describe('Azure Bot: type'),
  MicrosoftAppTenantId: z.string().min(1).optional().describe('Azure Bot: tenant'),
  AZURE_HANDOFF: z
    .enum(['off', 'on'])
    .default('off')
    .describe(
      'on where this bot is a skill or an agent hub stands behind it: handoffs are told by events, and taken',
    ),
  CLU_ENDPOINT: z
    .url()
    .optional()
    .describe('Azure CLU, second opinion for intents; text then leaves the country'),
  CLU_KEY: secret(8).describe('Azure CLU: key'),
  CLU_PROJECT: z.string().min(1).optional().describe('Azure CLU: project'),
  CLU_DEPLOYMENT: z.string().min(1).optional().describe('Azure CLU: deployment'),
} as const;

const Config = z.strictObject(settings);
export type Config = Readonly<z.infer<typeof Config>>;

export type ConfigResult =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

/** Parts of which all settings or none must be there. */
const together: Readonly<Record<string, readonly (keyof Config)[]>> = {
  Mail: ['SMTP_URL', 'MAIL_FROM'],
  'Desk webhook': ['DESK_WEBHOOK_URL', 'DESK_WEBHOOK_SECRET'],
  Zalo: ['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_SECRET_KEY', 'ZALO_OA_ID'],
  Messenger: [
    'MESSENGER_APP_ID',
    'MESSENGER_APP_SECRET',
    'MESSENGER_VERIFY_TOKEN',
    'MESSENGER_PAGE_ID',
    'MESSENGER_PAGE_TOKEN',
  ],
  'Azure CLU': ['CLU_ENDPOINT', 'CLU_KEY', 'CLU_PROJECT', 'CLU_DEPLOYMENT'],
};

/** Reads the environment once. A fault is told by the name of its setting, never by its value. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): ConfigResult {
  const { values, faults } = gather(env);
  const parsed = Config.safeParse(values);
  const all = [...faults, ...(parsed.success ? missingParts(parsed.data) : parsed.error.issues.map(faultOf))];
  if (!parsed.success || all.length > 0) return { kind: 'faults', faults: all };
  return { kind: 'config', config: Object.freeze(parsed.data) };
}

function gather(env: Readonly<Record<string, string | undefined>>) {
  const values: Record<string, string> = {};
  const faults: string[] = [];
  for (const name of Object.keys(settings)) {
    const [direct, file] = [env[name], env[`${name}_FILE`]];
    if (direct !== undefined && direct !== '' && file !== undefined)
      faults.push(`${name}: give it or ${name}_FILE, not both`);
    else if (direct !== undefined && direct !== '') values[name] = direct;
    else if (file !== undefined && file !== '') readSecret(name, file, values, faults);
  }
  return { values, faults };
}

function readSecret(name: string, file: string, values: Record<string, string>, faults: string[]): void {
  // The key ring is made at the first start, where KEY_FILE says.
  if (name === 'KEY') return;
  try {
    values[name] = readFileSync(file, 'utf8').trim();
  } catch {
    faults.push(`${name}_FILE: the file cannot be read`);
  }
}

function faultOf(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')}: ${issue.message}`;
}

function missingParts(config: Config): readonly string[] {
  return Object.entries(together).flatMap(([part, names]) => {
    const missing = names.filter((name) => config[name] === undefined);
    if (missing.length === 0 || missing.length === names.length) return [];
    // Addresses have defaults, so only what was left out is named.
    return [`${part}: ${missing.join(', ')} missing`];
  });
}

/** Where the key ring lies, unless it is in the environment. */
export function keyFile(
  config: Config,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  return env['KEY_FILE'] ?? `${config.DATA_DIR}/keys.json`;
}

/** `.env.example`: every setting with its meaning and default, commented out. */
export function envExample(): string {
  const lines = Object.entries(settings).flatMap(([name, schema]) => {
    const initial = schema.safeParse(undefined);
    const value = initial.success && initial.data !== undefined ? String(initial.data) : '';
    return [`# ${schema.description ?? ''}`, `#${name}=${value}`, ''];
  });
  return `# Every setting; none is needed for a first try. Any of them may come from a file: NAME_FILE=/path\n\n${lines.join('\n')}`;
}
