import { z } from 'zod';

const line = z.string().min(1, 'a text must not be empty');

/** locales/<locale>/web.yaml: every word of the web chat page. `{name}` marks what the page fills in. */
export const WebTexts = z.strictObject({
  lang: z.string().regex(/^[a-z]{2}$/, 'a language as in HTML, e.g. vi'),
  /** What browser tabs and histories show, so it says nothing of the subject. */
  title: line,
  heading: line,
  exit: z.strictObject({
    label: line,
    /** Where Thoát nhanh leads: a page nobody wonders about. */
    to: z.url({ protocol: /^https$/ }),
    note: line,
    /** The same in a few words, for the first screen. */
    hides: line,
    keys: line,
  }),
  calls: z.strictObject({
    label: line,
    numbers: z.array(z.strictObject({ number: z.string().regex(/^\d{3}$/), who: line, what: line })).min(1),
  }),
  help: z.strictObject({ label: line, title: line, free: line, machine: line, close: line, private: line }),
  intro: z.strictObject({ title: line, lines: z.array(line).min(1) }),
  authors: z.strictObject({ bot: line, staff: line, you: line }),
  log: z.strictObject({ label: line, typing: line, latest: line, repliesLabel: line, file: line }),
  /** What a person of the Centre sends; `{kind}` is PDF or DOCX. */
  files: z.strictObject({
    picture: line,
    loading: line,
    again: line,
    gone: line,
    later: line,
    document: line,
    stays: line,
  }),
  composer: z.strictObject({
    label: line,
    placeholder: line,
    send: line,
    add: line,
    photo: line,
    file: line,
    voice: line,
    addNote: line,
    confirm: line,
  }),
  recorder: z.strictObject({
    recording: line,
    send: line,
    cancel: line,
    refused: line,
    unsupported: line,
    limit: line,
  }),
  state: z.strictObject({
    sending: line,
    progress: line,
    sent: line,
    waiting: line,
    failed: line,
    again: line,
    edit: line,
  }),
  faults: z.strictObject({
    'too-long': line,
    'file-too-large': line,
    'file-type': line,
    'file-unreadable': line,
    'too-many': line,
    'file-empty': line,
    other: line,
  }),
  link: z.strictObject({ connecting: line, lost: line, back: line, ended: line, restart: line }),
  noScript: line,
});
export type WebTexts = Readonly<z.infer<typeof WebTexts>>;
