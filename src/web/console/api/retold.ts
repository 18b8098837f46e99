import { z } from 'zod';
import { Retold } from '../../../domain/retold.ts';
import { at, call, nothing } from './call.ts';

const Kept = Retold.extend({ id: z.string(), month: z.string() });
export type Kept = z.infer<typeof Kept>;

/** Messages the machine misread, in the words of staff. */
export const retold = {
  /** The server tells what is missing. */
  add: (chatId: string, example: Partial<Retold>) =>
    call('POST', `/chats/${at(chatId)}/retold`, nothing, example),
  list: () => call('GET', '/retold', z.object({ examples: z.array(Kept) })),
  remove: (id: string) => call('DELETE', `/retold/${at(id)}`, nothing),
};
