/** Made-up people and chats for the console's tests: two Vietnamese words instead of a name, no real story. */
export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const legal = (minutes: number, state = 'running') => ({
  firstReceivedAt: minutesAgo(minutes),
  dueAt: new Date(Date.now() - minutes * 60_000 + 12 * 3_600_000).toISOString(),
  state,
});

export const lan = {
  id: 'm1',
  username: 'lan.nguyen',
  name: 'Nguyễn Thị Lan',
  email: null as string | null,
  roles: ['counsellor', 'supervisor', 'administrator'],
  skills: ['child'],
  capacity: 3,
  active: true,
  presence: 'present',
  sound: true,
  lastSeenAt: minutesAgo(0),
};
export const minh = {
  ...lan,
  id: 'm2',
  username: 'minh.tran',
  name: 'Trần Văn Minh',
  roles: ['counsellor'],
  skills: ['sexual-abuse'],
};
export const hoa = {
  ...minh,
  id: 'm3',
  username: 'hoa.pham',
  name: 'Phạm Thị Hoa',
  presence: 'break',
  skills: [],
};

const rules =
  'desk.view desk.presence queue.take queue.assign chat.whisper chat.conflict chat.block canned.view canned.manage report.list report.view report.change report.answer team.view team.roster team.manage shift-note.write staff.list me.manage';

export const sessionOf = (member: typeof lan) => ({
  member,
  permissions: rules.split(' '),
  secondFactor: true,
  confirmedUntil: null,
  endsAt: minutesAgo(-600),
  idleEndsAt: minutesAgo(-30),
});

const waiting = (n: number, pseudonym: string, rest: object) => ({
  handoffId: `h${n}`,
  chatId: `c${n}`,
  pseudonym,
  channel: 'directline',
  urgency: 'soon',
  reason: 'asked-for-person',
  openedAt: minutesAgo(n),
  waitingSince: minutesAgo(n),
  skills: [],
  unfinished: false,
  safety: { step: 0, nextAt: null, late: false },
  legal: legal(n + 5),
  ...rest,
});

const colleague = (
  { id, name, presence, capacity, skills }: typeof lan,
  chats: number,
  duty: string | null,
) => ({ id, name, presence, onShift: true, duty, chats, capacity, skills });

/** What the server knows; a test changes it and tells the page by an event. */
export function aDesk() {
  return {
    signedIn: true,
    confirmed: false,
    queue: [
      waiting(2, 'Sóng Biếc', {
        urgency: 'immediate',
        reason: 'danger-now',
        skills: ['child'],
        channel: 'zalo',
        safety: { step: 2, nextAt: minutesAgo(-3), late: true },
      }),
      waiting(11, 'Mây Hồng', { urgency: 'urgent', reason: 'abuser-has-access' }),
      waiting(34, 'Lá Trúc', {
        unfinished: true,
        reason: 'unfinished',
        channel: 'messenger',
        legal: legal(640, 'soon'),
      }),
    ],
    mine: [
      {
        handoffId: 'h9',
        chatId: 'c9',
        pseudonym: 'Trăng Non',
        channel: 'zalo',
        urgency: 'urgent',
        reason: 'report-self',
        epoch: 4,
        lastSeq: 12,
        lastPersonAt: minutesAgo(3),
        unansweredSince: minutesAgo(3) as string | null,
        legal: legal(95),
        offeredTo: null as string | null,
      },
    ],
    offers: [] as object[],
    team: [colleague(lan, 1, 'shift'), colleague(minh, 2, 'first'), colleague(hoa, 0, null)],
    me: { chats: 1, capacity: 3, presence: 'present', heavyToday: 2, breakDue: false },
    chat: aChat(),
    entries: aTranscript(),
    notes: [
      {
        id: 'n1',
        at: minutesAgo(20),
        by: { id: 'm2', name: minh.name },
        kind: 'transfer',
        text: 'Em muốn nói chuyện với cô. Đã hỏi chỗ ở, chưa hỏi ai đang ở nhà.',
        afterSeq: 8,
      },
    ],
    canned,
    reports: someReports(),
    said: [] as { text: string; clientId: string; seq: number }[],
  };
}
export type DeskState = ReturnType<typeof aDesk>;

function aChat() {
  return {
    chatId: 'c9',
    handoffId: 'h9' as string | null,
    pseudonym: 'Trăng Non',
    channel: 'zalo',
    locale: 'vi',
    epoch: 4,
    lastSeq: 12,
    urgency: 'urgent',
    reason: 'report-self',
    holder: { kind: 'staff', id: 'm1', name: lan.name, you: true } as object,
    offer: null as object | null,
    limits: {
      textLength: 2000,
      takesFiles: true,
      replyBudget: { replies: 8, within: 172_800_000, keptForStaff: 2 },
      replyWindow: 172_800_000,
      repliesLeft: 5,
      windowEndsAt: minutesAgo(-2600),
    },
    otherPhone: true,
    legal: legal(95),
    report: { id: 'r1', answers: answers(), urgency: 'urgent', state: 'draft' },
    safeContact: { window: { from: '16:00', to: '18:30' }, never: false, stopWord: 'thời tiết' },
    blockedUntil: null,
    address: 'em',
  };
}

function answers() {
  const choice = (value: string, said: string) => ({ kind: 'choice', value, said });
  return {
    safe_now: choice('yes', 'bây giờ thì an toàn ạ'),
    abuser_near: choice('no', 'không ạ'),
    phone_watched: choice('unsure', 'em không biết'),
    child_age: { kind: 'number', said: '12 tuổi', value: 12, approximate: false },
    child_gender: choice('nu', 'nữ'),
    happened_where: {
      kind: 'place',
      said: 'xã Tân Hưng',
      found: {
        kind: 'unit',
        unit: { vintage: 2025, code: '11977' },
        now: [{ vintage: 2025, code: '11977' }],
      },
    },
    happened_when: { kind: 'date', said: 'hôm qua', from: '2026-11-23', to: '2026-11-23', precision: 'day' },
    abuse_forms: { kind: 'choices', said: 'đánh', values: ['the_chat'] },
    story: { kind: 'text', said: 'Bố em say rượu, bố đánh em bằng roi.' },
    relation: choice('cha_me_de', 'bố'),
    contact_agreed: { kind: 'skipped' },
  };
}

type Body = Record<string, unknown>;
const said = (text: string): Body => ({ kind: 'said', content: { kind: 'text', text } });
const replied = (text: string, titles: readonly string[] = []): Body => ({
  kind: 'replied',
  message: {
    key: 'k',
    text,
    buttons: titles.map((title) => ({ title, value: title, style: 'choice' })),
    expects: 'text',
  },
});
const noted = (event: string): Body => ({ kind: 'noted', event });

export interface ScriptedEntry {
  seq: number;
  author: string;
  at: string;
  body: Body;
  by: { id: string; name: string } | null;
  delivery: string | null;
  signs: { id: string; urgency: string; start: number; end: number }[];
}

export function entry(
  seq: number,
  author: string,
  body: Body,
  rest: Partial<ScriptedEntry> = {},
): ScriptedEntry {
  return { seq, author, at: minutesAgo(100 - seq * 6), body, by: null, delivery: null, signs: [], ...rest };
}

function aTranscript(): ScriptedEntry[] {
  const byMinh = { by: { id: 'm2', name: minh.name }, delivery: 'sent' };
  const byLan = { by: { id: 'm1', name: lan.name }, delivery: 'read-by-person' };
  return [
    entry(1, 'person', said('em chào')),
    entry(
      2,
      'bot',
      replied('Chào bạn, mình là máy trả lời tự động. Bạn không cần nói tên.', [
        'Kể chuyện của mình',
        'Gặp cô chú',
      ]),
    ),
    entry(3, 'person', said('bố em say rượu hay đánh em bằng roi'), {
      signs: [{ id: 'violence.repeated', urgency: 'urgent', start: 17, end: 35 }],
    }),
    entry(4, 'system', noted('danger:violence.repeated')),
    entry(
      5,
      'bot',
      replied('Cảm ơn em đã kể. Em kể là đúng. Bây giờ em có đang an toàn không?', [
        'Có',
        'Không',
        'Em không chắc',
        'Gặp cô chú',
      ]),
    ),
    entry(6, 'person', { kind: 'said', content: { kind: 'button', value: 'human', title: 'Gặp cô chú' } }),
    entry(7, 'system', noted('holder:taken'), byMinh),
    entry(
      8,
      'staff',
      replied('Chú chào em. Chú là người thật, ở Trung tâm. Em đang ở nhà phải không?'),
      byMinh,
    ),
    entry(9, 'system', noted('holder:passed'), { by: byLan.by }),
    entry(10, 'staff', replied('Cô chào em. Cô đọc chuyện em kể rồi. Cô ở đây với em.'), byLan),
    entry(11, 'person', {
      kind: 'said',
      content: { kind: 'attachments', attachments: [{ id: 'a1', contentType: 'image/jpeg', size: 80_000 }] },
    }),
    entry(12, 'person', said('em sợ tối nay bố lại đánh'), {
      signs: [{ id: 'distress', urgency: 'soon', start: 3, end: 5 }],
    }),
  ];
}

const canned = [
  {
    id: 'k1',
    locale: 'vi',
    title: 'Chào',
    text: 'Chào {you}, {me} là người thật ở Trung tâm. {You} kể đến đâu cũng được.',
  },
  { id: 'k2', locale: 'vi', title: 'Hỏi an toàn', text: 'Bây giờ {you} có đang ở chỗ an toàn không?' },
  { id: 'k3', locale: 'vi', title: 'Gặp mặt', text: 'Cô chú có thể đến gặp {you} ở nơi {you} thấy an toàn.' },
];

function someReports() {
  const report = (n: number, rest: object) => ({
    id: `r${n}`,
    state: 'submitted',
    urgency: 'soon',
    redUnfinished: false,
    firstReceivedAt: minutesAgo(95 * n),
    updatedAt: minutesAgo(30 * n),
    submittedAt: minutesAgo(60 * n),
    legal: legal(95 * n, n > 7 ? 'over' : 'running'),
    ...rest,
  });
  return [
    report(1, { urgency: 'urgent', state: 'draft', redUnfinished: true }),
    report(2, { urgency: 'immediate', state: 'received' }),
    report(5, {}),
    report(8, { state: 'forwarded', urgency: 'urgent' }),
    report(30, { state: 'closed', urgency: 'routine' }),
  ];
}

export const reportOf = (desk: DeskState, id: string) => ({
  ...(desk.reports.find((one) => one.id === id) ?? desk.reports[0]),
  flow: 'report-self',
  answers: answers(),
  additions: [{ at: minutesAgo(20), text: 'Em đã sang nhà bà.', attachments: [] }],
  staffAnswers: [{ at: minutesAgo(10), text: 'Cô chú đã nhận tin và đang tìm cách giúp.' }],
  version: 3,
});
