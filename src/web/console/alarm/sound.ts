import type { Urgency } from '../api/today.ts';

let context: AudioContext | undefined;

/** Browsers let a page sound only after someone has touched it; call this from a touch. */
export function wakeSound(): void {
  context ??= new AudioContext();
  void context.resume();
}

export const soundReady = () => context?.state === 'running';

interface Tone {
  readonly at: number;
  readonly pitch: number;
  readonly length: number;
}

const chime: readonly Tone[] = [
  { at: 0, pitch: 660, length: 0.18 },
  { at: 0.22, pitch: 880, length: 0.3 },
];
const alarm: readonly Tone[] = [0, 0.6, 1.2].flatMap((start) => [
  { at: start, pitch: 880, length: 0.22 },
  { at: start + 0.26, pitch: 660, length: 0.22 },
]);

/** Two soft notes for what can wait a little, a repeated call for danger; neither is a siren, for tired ears. */
export function sound(urgency: Urgency): void {
  if (context === undefined || context.state !== 'running') return;
  for (const tone of urgency === 'immediate' ? alarm : chime) play(context, tone);
}

function play(audio: AudioContext, { at, pitch, length }: Tone): void {
  const start = audio.currentTime + at;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = pitch;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.25, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, start + length);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + length + 0.05);
}
