/** What the page reads of a Direct Line activity; everything else is dropped at this edge. */
export interface Heard {
  readonly id: string;
  readonly kind: 'message' | 'typing';
  readonly author: 'you' | 'bot' | 'staff';
  readonly text: string;
  /** The name of the text, for the few the page itself acts on. */
  readonly key: string;
  readonly at: Date;
  readonly replies: readonly Reply[];
  readonly pages: readonly Page[];
  readonly files: readonly HeardFile[];
  /** The page's own id of a message it sent itself. */
  readonly clientId: string | undefined;
}

/** A file of the conversation, by the id under which it is fetched with the token. */
export interface HeardFile {
  readonly id: string;
  readonly contentType: string;
  readonly name: string;
}

/** A quick reply: something to post, or a number to call. */
export type Reply =
  | { readonly kind: 'post'; readonly title: string; readonly value: unknown }
  | { readonly kind: 'call'; readonly title: string; readonly href: string };

/** A page to open; unlike a quick reply it stays with its message. */
export interface Page {
  readonly title: string;
  readonly href: string;
}

export interface Batch {
  readonly heard: readonly Heard[];
  readonly watermark: number | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

export function readBatch(json: unknown): Batch {
  const set = fields(json);
  const watermark = Number.parseInt(text(set['watermark']), 10);
  return {
    heard: list(set['activities']).flatMap(readActivity),
    watermark: Number.isNaN(watermark) ? undefined : watermark,
  };
}

function readActivity(json: unknown): readonly Heard[] {
  const activity = fields(json);
  const kind = activity['type'];
  const id = text(activity['id']);
  if (kind !== 'typing' && (kind !== 'message' || id === '')) return [];
  const data = fields(activity['channelData']);
  return [
    {
      id,
      kind,
      author: authorOf(fields(activity['from']), data),
      text: text(activity['text']),
      key: text(data['key']),
      at: dateOf(activity['timestamp']),
      replies: repliesIn(activity),
      pages: actionsIn(activity).flatMap(readPage),
      files: list(activity['attachments']).flatMap(readFile),
      clientId: text(data['clientActivityID']) || undefined,
    },
  ];
}

/** Only the id is taken of the address: where it is fetched from is ours to say. */
function readFile(json: unknown): readonly HeardFile[] {
  const file = fields(json);
  const id = /\/attachments\/([\w-]+)$/.exec(text(file['contentUrl']))?.[1];
  return id === undefined ? [] : [{ id, contentType: text(file['contentType']), name: text(file['name']) }];
}

function authorOf(from: Fields, data: Fields): Heard['author'] {
  if (from['role'] === 'user') return 'you';
  return data['author'] === 'staff' || from['id'] === 'staff' ? 'staff' : 'bot';
}

/** A number that stands in the words is a link there already. */
function repliesIn(activity: Fields): readonly Reply[] {
  const words = text(activity['text']);
  return actionsIn(activity)
    .flatMap(readReply)
    .filter((reply) => reply.kind !== 'call' || !words.includes(reply.href.slice('tel:'.length)));
}

function actionsIn(activity: Fields): readonly unknown[] {
  return list(fields(activity['suggestedActions'])['actions']);
}

function readPage(json: unknown): readonly Page[] {
  const action = fields(json);
  const title = text(action['title']);
  const href = action['type'] === 'openUrl' ? safeAddress(text(action['value'])) : undefined;
  return title === '' || href === undefined ? [] : [{ title, href }];
}

/** https, or a page of this very server (which is http while one develops). */
function safeAddress(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const { protocol, origin, href } = new URL(value);
  return protocol === 'https:' || origin === location.origin ? href : undefined;
}

function readReply(json: unknown): readonly Reply[] {
  const action = fields(json);
  const title = text(action['title']);
  if (title === '' || action['type'] === 'openUrl') return [];
  const value = action['value'];
  if (action['type'] === 'call')
    return /^tel:[\d+]+$/.test(text(value)) ? [{ kind: 'call', title, href: text(value) }] : [];
  return [{ kind: 'post', title, value }];
}

function dateOf(value: unknown): Date {
  const at = new Date(text(value));
  return Number.isNaN(at.getTime()) ? new Date() : at;
}

export function fields(value: unknown): Fields {
  // Checked on the line itself: any object may be read by name, every value stays unknown.
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
