import { useState } from 'react';

const prefix = 'draft:';

/** What is being written, kept for this tab alone and gone when it closes or the member signs out. */
export function useDraft(chatId: string, kind: 'reply' | 'note'): readonly [string, (text: string) => void] {
  const name = `${prefix}${kind}:${chatId}`;
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const text = drafts[name] ?? sessionStorage.getItem(name) ?? '';
  const keep = (next: string) => {
    setDrafts((all) => ({ ...all, [name]: next }));
    if (next === '') sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, next);
  };
  return [text, keep];
}

export function forgetDrafts(): void {
  for (const name of Object.keys(sessionStorage))
    if (name.startsWith(prefix)) sessionStorage.removeItem(name);
}
