import type { IncomingHttpHeaders } from 'node:http';
import { type DeskState, entry, hoa, lan, minh, minutesAgo, reportOf, sessionOf } from './scripted-desk.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
}

export interface Answered {
  readonly status: number;
  readonly body?: unknown;
}

const ok = (body: unknown): Answered => ({ status: 200, body });
const done: Answered = { status: 204 };
const fault = (status: number, code: string): Answered => ({
  status,
  body: { error: { code, message: code } },
});

/** A grey picture of four pixels. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNoaGD4/x8ABogC/pm2sWgAAAAASUVORK5CYII=',
  'base64',
);

type Handler = (asked: Asked, desk: DeskState) => Answered;

const open: Readonly<Record<string, Handler>> = {
  'GET /session': (_, { signedIn }) => (signedIn ? ok(sessionOf(lan)) : fault(401, 'request.unauthorised')),
  'POST /sign-in': ({ body }) => {
    if (body['password'] !== 'mot hai ba bon') return fault(401, 'wrong-credentials');
    return ok({ kind: 'second-factor', ticket: 't1', ways: ['totp'] });
  },
  'POST /sign-in/totp': ({ body }, desk) => {
    if (body['code'] !== '123456') return fault(401, 'wrong-code');
    desk.signedIn = true;
    return ok({ kind: 'signed-in' });
  },
  'GET /setup': ({ query }) =>
    query.get('token') === 'good'
      ? ok({ kind: 'first', roles: lan.roles, name: null })
      : fault(410, 'link-used'),
  'POST /setup': (_, desk) => {
    desk.signedIn = true;
    return ok({ kind: 'signed-in' });
  },
};

const hours = {
  weekly: {
    monday: ['07:30-11:30', '13:30-17:00'],
    tuesday: ['07:30-11:30', '13:30-17:00'],
    wednesday: ['07:30-11:30', '13:30-17:00'],
    thursday: ['07:30-11:30', '13:30-17:00'],
    friday: ['07:30-11:30', '13:30-17:00'],
    saturday: [],
    sunday: [],
  },
  holidays: { '2027': [{ name: 'Tết Nguyên đán', from: '2027-02-05', to: '2027-02-09', tet: true }] },
};

const exact: Readonly<Record<string, Handler>> = {
  'POST /sign-out': (_, desk) => {
    desk.signedIn = false;
    return done;
  },
  'POST /confirm': ({ body }, desk) => {
    if (body['code'] !== '123456') return fault(401, 'wrong-code');
    desk.confirmed = true;
    return ok({ confirmedUntil: minutesAgo(-5) });
  },
  'GET /today': (_, desk) =>
    ok({
      now: new Date().toISOString(),
      hours: { state: 'open', opensAt: null, closesAt: minutesAgo(-120), holiday: null },
      queue: desk.queue,
      mine: desk.mine,
      offers: desk.offers,
      team: desk.team,
      me: desk.me,
    }),
  'POST /presence': ({ body }, desk) => {
    desk.me.presence = String(body['presence']);
    return done;
  },
  'POST /queue/take-next': (_, desk) => {
    const next = desk.queue.shift();
    if (next === undefined) return fault(409, 'nothing-waiting');
    desk.chat = { ...desk.chat, chatId: next.chatId, handoffId: next.handoffId, pseudonym: next.pseudonym };
    return ok({ chatId: next.chatId, handoffId: next.handoffId, epoch: desk.chat.epoch });
  },
  'GET /canned': (_, desk) => ok({ replies: desk.canned }),
  'GET /reports': (_, desk) => ok({ reports: desk.reports, next: null }),
  'POST /reports/find': ({ body }, desk) =>
    ok({ reports: body['receipt'] === '1234567812345678' ? desk.reports.slice(0, 1) : [] }),
  'GET /team': (_, desk) =>
    ok({
      members: desk.team.map((one) => ({
        ...one,
        chatIds: one.chats > 0 ? ['c9'] : [],
        heavyToday: one.chats,
      })),
      waiting: desk.queue.length,
      longestWait: 2_040_000,
    }),
  'GET /roster': ({ query }) => {
    const monday = Date.parse(query.get('from') ?? '');
    const at = (day: number, hour: number) =>
      new Date(monday + day * 86_400_000 + hour * 3_600_000).toISOString();
    return ok({
      shifts: [0, 1, 2, 3, 4].flatMap((day) => [
        {
          id: `s${day}`,
          memberId: day % 2 === 0 ? 'm1' : 'm2',
          startsAt: at(day, 7.5),
          endsAt: at(day, 17),
          duty: 'shift',
        },
        { id: `d${day}`, memberId: 'm3', startsAt: at(day, 17), endsAt: at(day, 31), duty: 'first' },
      ]),
    });
  },
  'PUT /roster': () => done,
  'GET /hours': () => ok(hours),
  'PUT /hours': () => done,
  'GET /blocks': () =>
    ok({
      blocks: [
        {
          chatId: 'c4',
          pseudonym: 'Gió Chiều',
          until: minutesAgo(-300),
          reason: 'nhắn tục nhiều lần',
          by: { id: 'm1', name: lan.name },
        },
      ],
    }),
  'GET /shift-notes': () =>
    ok({
      notes: [
        {
          id: 's1',
          at: minutesAgo(400),
          by: { id: 'm2', name: minh.name },
          text: 'Sóng Biếc hẹn nhắn lại lúc 16 giờ. Đã báo xã.',
        },
      ],
    }),
  'POST /shift-notes': () => done,
  'GET /staff': () => ok({ members: [lan, minh, hoa] }),
  'POST /staff/invitations': (_, desk) =>
    desk.confirmed
      ? ok({ link: 'https://vi-du.vn/console/setup#abcdef', expiresAt: minutesAgo(-10_080) })
      : fault(403, 'confirm-first'),
  'GET /audit': () =>
    ok({
      entries: [
        {
          id: 41,
          at: minutesAgo(4),
          by: lan.name,
          action: 'chat.view',
          subjectKind: 'conversation',
          subjectId: 'c9',
          reason: null,
        },
      ],
    }),
  'POST /audit/verify': () => ok({ ok: true, entries: 41, brokenAt: null, head: 'abc' }),
  'GET /me': () =>
    ok({
      member: lan,
      totp: false,
      passkeys: [
        { id: 'p1', name: 'Điện thoại của tôi', createdAt: minutesAgo(5000), lastUsedAt: minutesAgo(60) },
      ],
      devices: [
        {
          id: 'd1',
          createdAt: minutesAgo(90),
          lastUsedAt: minutesAgo(0),
          device: 'Chrome, Windows',
          current: true,
        },
        {
          id: 'd2',
          createdAt: minutesAgo(3000),
          lastUsedAt: minutesAgo(500),
          device: 'Safari, iPhone',
          current: false,
        },
      ],
      push: false,
    }),
  'PATCH /me': () => ok(lan),
  'POST /me/totp': () =>
    ok({ secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/vidu?secret=JBSWY3DPEHPK3PXP', qr: '<svg/>' }),
};

const chat: Readonly<Record<string, Handler>> = {
  'GET ': (_, desk) => ok(desk.chat),
  'GET transcript': ({ query }, desk) => {
    const after = Number(query.get('after') ?? 0);
    return ok({
      entries: desk.entries.filter(({ seq }) => seq > after),
      lastSeq: after,
    });
  },
  'POST messages': ({ body }, desk) => say(body, desk),
  'POST files': (asked, desk) => sendFile(asked, desk),
  'GET attachments/f1': () => ({ status: 200, body: picture }),
  'POST typing': () => done,
  'GET notes': (_, desk) => ok({ notes: desk.notes }),
  'POST notes': ({ body }, desk) => {
    const note = {
      id: `n${desk.notes.length + 1}`,
      at: minutesAgo(0),
      by: { id: lan.id, name: lan.name },
      kind: 'note',
      text: String(body['text']),
      afterSeq: desk.entries.at(-1)?.seq ?? 0,
    };
    desk.notes.push(note);
    return ok(note);
  },
  'POST transfer': ({ body }, desk) => {
    if (body['to'] !== 'queue')
      desk.chat.offer = {
        to: minh.id,
        toName: minh.name,
        from: lan.id,
        at: minutesAgo(0),
        expiresAt: minutesAgo(-1),
      };
    return done;
  },
  'POST transfer/cancel': (_, desk) => {
    desk.chat.offer = null;
    return done;
  },
  'POST transfer/accept': () => ok({ epoch: 5 }),
  'GET attachments/a1': () => ({ status: 200, body: picture }),
};

const beginnings: Readonly<Record<string, string>> = {
  ffd8: 'image/jpeg',
  '8950': 'image/jpeg',
  '2550': 'application/pdf',
};

/** Pictures are kept as JPEG; whatever is no picture and no PDF is refused. */
function sendFile({ body, query }: Asked, desk: DeskState): Answered {
  const bytes = body['bytes'];
  const contentType = Buffer.isBuffer(bytes) ? beginnings[bytes.toString('hex', 0, 2)] : undefined;
  if (!Buffer.isBuffer(bytes) || contentType === undefined) return fault(415, 'attachment.type-refused');
  const files = [{ id: 'f1', contentType, size: bytes.length }];
  return say({ text: '', files, epoch: Number(query.get('epoch')), clientId: query.get('clientId') }, desk);
}

/** The same clientId again gives the same seq: a retry never doubles. */
function say(body: Record<string, unknown>, desk: DeskState): Answered {
  const clientId = String(body['clientId']);
  if (body['epoch'] !== desk.chat.epoch) return fault(409, 'stale');
  const known = desk.said.find((one) => one.clientId === clientId);
  if (known !== undefined) return { status: 201, body: { seq: known.seq } };
  const seq = (desk.entries.at(-1)?.seq ?? 0) + 1;
  const text = String(body['text']);
  desk.said.push({ text, clientId, seq });
  const files = body['files'] === undefined ? {} : { files: body['files'] };
  const message = { key: 'staff', text, buttons: [], expects: 'text', ...files };
  desk.entries.push(
    entry(
      seq,
      'staff',
      { kind: 'replied', message },
      { at: minutesAgo(0), by: { id: lan.id, name: lan.name }, delivery: 'sent' },
    ),
  );
  return { status: 201, body: { seq } };
}

const report: Readonly<Record<string, (desk: DeskState, id: string) => Answered>> = {
  'GET ': (desk, id) => ok(reportOf(desk, id)),
  'GET timeline': () =>
    ok({
      events: [
        { at: minutesAgo(95), what: 'received-first', by: null },
        { at: minutesAgo(60), what: 'submitted', by: null },
        { at: minutesAgo(30), what: 'report.state:received', by: { id: lan.id, name: lan.name } },
      ],
    }),
};

export function answerOf(asked: Asked, desk: DeskState): Answered {
  const name = `${asked.method} ${asked.path}`;
  if (asked.method !== 'GET' && asked.headers['x-console'] !== '1') return fault(403, 'csrf');
  const free = open[name];
  if (free !== undefined) return free(asked, desk);
  if (!desk.signedIn) return fault(401, 'request.unauthorised');
  const found = exact[name];
  if (found !== undefined) return found(asked, desk);
  const [, kind, id = '', ...rest] = asked.path.split('/');
  const handler = `${asked.method} ${rest.join('/')}`;
  if (kind === 'chats') return chat[handler]?.(asked, desk) ?? done;
  if (kind === 'reports') return report[handler]?.(desk, id) ?? ok({ version: 4 });
  return asked.method === 'GET' ? fault(404, 'request.not-found') : done;
}
