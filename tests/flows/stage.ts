import { join } from 'node:path';
import type { z } from 'zod';
import { loadPlaces } from '../../src/directory/load.ts';
import type { AttachmentRef } from '../../src/domain/answer.ts';
import { DialogState, newDialog } from '../../src/domain/dialog.ts';
import type { Intent } from '../../src/domain/intent.ts';
import type { Recognition } from '../../src/domain/recognition.ts';
import type { Effect, SayEffect } from '../../src/flows/effect.ts';
import { advance, begin, type Outcome, resume } from '../../src/flows/engine.ts';
import type { Library } from '../../src/flows/library.ts';
import { Flow } from '../../src/flows/schema.ts';
import type { Input, Turn } from '../../src/flows/turn.ts';
import { CommonTexts, FlowTexts } from '../../src/texts/schema.ts';
import { Texts } from '../../src/texts/texts.ts';
import { readYaml } from '../../src/texts/yaml.ts';

export const now = '2026-11-24T21:00:00+07:00';
export const root = join(import.meta.dirname, '../..');
export const places = loadPlaces(join(root, 'dialogs/directory/places'));

const common = `
address:
  unknown: { you: bạn, staff: cô chú }
  child: { you: em, staff: cô chú }
  teen: { you: bạn, staff: cô chú }
  adult: { you: anh/chị, staff: cán bộ }
  con: { you: con, staff: cô chú }
  chau: { you: cháu, staff: cô chú }
commands:
  help: { label: Số khẩn, accept: ["111", cứu] }
  human: { label: "Gặp {staff}", accept: [gặp người, gặp cô chú] }
  stop: { label: Dừng lại, accept: [dừng, thôi] }
  restart: { label: Làm lại, accept: [từ đầu] }
  delete: { label: Xóa, accept: [xóa hết] }
  back: { label: Câu trước, accept: [quay lại] }
  skip: { label: Không muốn trả lời, accept: [bỏ qua] }
  done: { label: Xong rồi, accept: [xong, hết, thôi] }
  continue: { label: Tiếp, accept: [tiếp tục] }
  exit: { label: Thoát nhanh, accept: [thoát] }
  safe-word: { label: Thời tiết, accept: [thời tiết hôm nay] }
answers:
  "yes": { label: Có, accept: [vâng, ừ] }
  "no": { label: Không, accept: [ko, chưa] }
  unsure: { label: Không chắc, accept: [không biết] }
  none: { label: Không có ở đây, accept: [nơi khác] }
ratings: { good: { label: Tốt }, so-so: { label: Tạm được }, bad: { label: Chưa tốt } }
engine: {}
bot: {}
`;

export function parse<T>(schema: z.ZodType<T>, source: string): T {
  const read = readYaml('test.yaml', source, schema);
  if (read.kind === 'faults') throw new Error(JSON.stringify(read.faults));
  return read.file.value;
}

/** Flows as YAML without head: the first step is the start. */
export function aLibrary(
  flows: Readonly<Record<string, string>>,
  commands: Library['commands'] = {},
): Library {
  const loaded = Object.entries(flows).map(([flow, source]) => {
    const start =
      /^(?: {2})?([a-z][\w-]*):/m.exec(source.replace(/^renamed:.*$/m, '').replace(/^steps:$/m, ''))?.[1] ??
      '';
    const steps = source.includes('steps:') ? source : `steps:\n${source.replace(/^/gm, '  ')}`;
    return [
      flow,
      {
        flow: parse(Flow, `flow: ${flow}\npurpose: test\nstart: ${start}\n${steps}`),
        hash: `hash-of-${flow}`,
      },
    ] as const;
  });
  return { flows: new Map(loaded), start: Object.keys(flows)[0] ?? '', commands };
}

export function someTexts(flows: Readonly<Record<string, string>> = {}): Texts {
  const byFlow = Object.entries(flows).map(([flow, source]) => [flow, parse(FlowTexts, source)] as const);
  return new Texts({
    locale: 'vi',
    common: parse(CommonTexts, common),
    flows: new Map(byFlow),
    centre: 'Trung tâm',
  });
}

export function heard(intent: Intent = 'unknown', confidence = 0.9): Recognition {
  return { intent, confidence, urgency: 'routine', signs: [], slots: {} };
}

export const aFile = (id: string): AttachmentRef => ({ id, contentType: 'image/jpeg', size: 10 });

/** Talks to the engine as a person does; the state goes through JSON between any two turns. */
export class Stage {
  state: DialogState = newDialog;
  last: Outcome = { state: newDialog, effects: [], understood: true };
  readonly turn: Turn;
  library: Library;

  constructor(library: Library, texts: Texts = someTexts(), buttons = 13) {
    this.library = library;
    this.turn = {
      now,
      locale: 'vi',
      channel: 'directline',
      limits: { buttons, textLength: 2000 },
      words: texts,
      places,
    };
  }

  begin(flow: string, replace = false): this {
    return this.take(begin(this.library, this.state, flow, this.turn, { replace }));
  }

  resume(): this {
    return this.take(resume(this.library, this.state, this.turn));
  }

  say(text: string, intent: Intent = 'unknown'): this {
    return this.input({ kind: 'text', text, recognition: heard(intent) });
  }

  tap(value: string): this {
    return this.input({ kind: 'button', value });
  }

  send(...ids: readonly string[]): this {
    return this.input({ kind: 'attachments', attachments: ids.map(aFile) });
  }

  result(action: string, outcome: string, params: Readonly<Record<string, string | number>> = {}): this {
    return this.input({ kind: 'result', action, outcome, params });
  }

  input(input: Input): this {
    return this.take(advance(this.library, this.state, input, this.turn));
  }

  private take(outcome: Outcome): this {
    this.last = outcome;
    this.state = DialogState.parse(JSON.parse(JSON.stringify(outcome.state)));
    return this;
  }

  /** The keys of what was said last. */
  get keys(): readonly string[] {
    return this.says.map(({ key }) => key);
  }

  get says(): readonly SayEffect[] {
    return this.last.effects.filter((effect) => effect.kind === 'say');
  }

  /** The labels of the buttons under the last message. */
  get buttons(): readonly string[] {
    return this.says.at(-1)?.buttons.map(({ label }) => label) ?? [];
  }

  others(kind: Effect['kind']): readonly Effect[] {
    return this.last.effects.filter((effect) => effect.kind === kind);
  }

  get step(): string {
    const frame = this.state.stack.at(-1);
    return frame === undefined ? '' : `${frame.flow}.${frame.step}`;
  }
}
