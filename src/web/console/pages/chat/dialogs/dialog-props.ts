import type { Chat } from '../../../api/chat.ts';

/** What every dialog about a chat is given; `end` closes it. */
export interface DialogProps {
  readonly chat: Chat;
  readonly end: () => void;
}
