import type { WebTexts } from '../../texts.ts';
import { localAddress } from './addresses.ts';
import { Confirm } from './confirm.ts';
import { byId, make } from './dom.ts';
import { Panel } from './panel.ts';
import { Recorder } from './recorder.ts';

const largest = 20 * 1024 * 1024;

export interface AttachmentParts {
  readonly texts: WebTexts;
  readonly send: (file: File, shown: HTMLElement) => void;
  readonly trouble: (words: string) => void;
}

/** Photo, voice note, file: the three buttons behind the plus, and what they open. */
export class Attachments {
  readonly #parts: AttachmentParts;
  readonly #recorder: Recorder;
  readonly #confirm = new Confirm();

  constructor(parts: AttachmentParts) {
    this.#parts = parts;
    const { texts, trouble } = parts;
    this.#recorder = new Recorder({
      texts: texts.recorder,
      trouble,
      send: (note) => parts.send(note, this.#shown(note)),
    });
    const panel = new Panel(byId('add', HTMLButtonElement), byId('add-panel', HTMLDivElement));
    this.#picker(panel, 'photo');
    this.#picker(panel, 'file');
    byId('add-voice', HTMLButtonElement).addEventListener('click', () => {
      panel.close();
      void this.#recorder.start();
    });
  }

  stop(): void {
    this.#recorder.cancel();
  }

  #picker(panel: Panel, kind: 'photo' | 'file'): void {
    const input = byId(`pick-${kind}`, HTMLInputElement);
    byId(`add-${kind}`, HTMLButtonElement).addEventListener('click', () => {
      panel.close();
      input.click();
    });
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      input.value = '';
      if (file !== undefined) this.#take(file);
    });
  }

  #take(file: File): void {
    const { faults } = this.#parts.texts;
    if (file.size > largest) {
      this.#parts.trouble(faults['file-too-large']);
      return;
    }
    if (file.size === 0) {
      this.#parts.trouble(faults['file-empty']);
      return;
    }
    const shown = this.#shown(file);
    this.#confirm.ask(shown, () => this.#parts.send(file, shown));
  }

  #shown(file: File): HTMLElement {
    return preview(file, this.#parts.texts.composer);
  }
}

/** What the person sees of a file they send: the picture, the sound, or its name. */
function preview(file: File, texts: WebTexts['composer']): HTMLElement {
  if (file.type.startsWith('audio/')) {
    const sound = make('audio', 'sound');
    sound.controls = true;
    sound.src = localAddress(file);
    sound.setAttribute('aria-label', texts.voice);
    return sound;
  }
  if (!file.type.startsWith('image/')) return make('span', 'file-name', file.name);
  const picture = make('img', 'picture');
  picture.alt = texts.photo;
  picture.src = localAddress(file);
  // Some phones take pictures their own browser cannot show.
  picture.addEventListener('error', () => picture.replaceWith(make('span', 'file-name', file.name)));
  return picture;
}
