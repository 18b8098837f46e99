import type { WebTexts } from '../../texts.ts';
import { byId } from './dom.ts';
import { type Recording, record } from './recording.ts';

const longestSeconds = 180;

export interface RecorderParts {
  readonly texts: WebTexts['recorder'];
  readonly send: (file: File) => void;
  readonly trouble: (words: string) => void;
}

/** The bar that takes the composer's place while a voice note is recorded. */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #bar = byId('recorder', HTMLDivElement);
  readonly #composer = byId('composer', HTMLFormElement);
  readonly #time = byId('recorded', HTMLOutputElement);
  #recording: Recording | undefined;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    byId('record-cancel', HTMLButtonElement).addEventListener('click', () => this.cancel());
    byId('record-send', HTMLButtonElement).addEventListener('click', () => void this.#send());
  }

  async start(): Promise<void> {
    if (this.#recording !== undefined) return;
    const recording = await record();
    if (typeof recording === 'string') return this.#parts.trouble(this.#parts.texts[recording]);
    // The page may have been left while the browser was asking.
    if (!this.#bar.isConnected) return recording.cancel();
    this.#recording = recording;
    this.#show(true);
    byId('record-send', HTMLButtonElement).focus();
    this.#tick();
  }

  cancel(): void {
    this.#recording?.cancel();
    this.#end();
  }

  async #send(): Promise<void> {
    const note = await this.#recording?.finish();
    this.#end();
    if (note !== undefined) this.#parts.send(note);
  }

  #tick(): void {
    const began = Date.now();
    this.#time.textContent = '0:00';
    this.#ticking = setInterval(() => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      this.#time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
      if (seconds < longestSeconds) return;
      this.#parts.trouble(this.#parts.texts.limit);
      clearInterval(this.#ticking);
    }, 500);
  }

  #end(): void {
    clearInterval(this.#ticking);
    this.#recording = undefined;
    this.#show(false);
    if (this.#composer.isConnected) byId('add', HTMLButtonElement).focus();
  }

  #show(recording: boolean): void {
    this.#bar.hidden = !recording;
    this.#composer.hidden = recording;
  }
}
