import type { Recognition } from '../domain/recognition.ts';

/** Understands one message; `before` are the person's last messages, oldest first. */
export interface Recogniser {
  recognise(text: string, before?: readonly string[]): Recognition;
}
