import type { AttachmentRef } from '../../../../domain/answer.ts';
import type { Content, TranscriptBody } from '../../../../domain/message.ts';

/** What of a line is shown: words, files, the buttons that were offered. `quiet` marks what was not written. */
export interface Said {
  readonly text: string;
  readonly quiet: boolean;
  readonly files: readonly AttachmentRef[];
  readonly buttons: readonly string[];
}

const nothing = { quiet: false, files: [], buttons: [] };

export function saidOf(body: TranscriptBody, t: (key: string) => string): Said {
  if (body.kind === 'noted') return { ...nothing, text: body.event, quiet: true };
  if (body.kind === 'replied') {
    const { text, buttons, files = [] } = body.message;
    return { ...nothing, text, files, buttons: buttons.map(({ title }) => title) };
  }
  return contentOf(body.content, t);
}

function contentOf(content: Content, t: (key: string) => string): Said {
  switch (content.kind) {
    case 'text':
    case 'staff-echo':
      return { ...nothing, text: content.text };
    case 'button':
      return { ...nothing, text: content.title ?? content.value };
    case 'attachments':
      return { ...nothing, text: content.text ?? '', files: content.attachments };
    default:
      return { ...nothing, text: t(`said.${content.kind}`), quiet: true };
  }
}
