import type { ConversationId } from '../../src/domain/ids.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';
import type { AzureFacebook } from '../helpers/platforms/azure-facebook.ts';
import type { PlatformApp } from './platform-app.ts';

/** What a person sees of a reply on their channel. */
export interface SeenReply {
  readonly text: string;
  readonly buttons: readonly { readonly title: string; readonly payload: string }[];
}

/** One person on one channel, who can do what people can do there and nothing else. */
export interface Person {
  readonly channel: string;
  readonly conversation: () => ConversationId;
  open(): Promise<unknown>;
  say(text: string): Promise<unknown>;
  tap(button: SeenReply['buttons'][number]): Promise<unknown>;
  seen(): Promise<readonly SeenReply[]>;
}

type Parts = Pick<PlatformApp, 'test' | 'zalo' | 'messenger'>;

export function onZalo({ test, zalo }: Parts, id: string): Person {
  return {
    channel: 'Zalo',
    conversation: () => test.app.stores.conversations.idOf('zalo', id),
    open: () => zalo.follow(id),
    say: (text) => zalo.say(id, text),
    tap: ({ payload }) => zalo.tap(id, payload),
    seen: async () =>
      zalo.sent
        .filter(({ to }) => to === id)
        .map(({ text, buttons }) => ({
          text,
          buttons: buttons.flatMap(({ title, type, payload }) =>
            type === 'oa.query.hide' ? [{ title, payload: String(payload) }] : [],
          ),
        })),
  };
}

export function onMessenger({ test, messenger }: Parts, id: string): Person {
  return {
    channel: 'Messenger',
    conversation: () => test.app.stores.conversations.idOf('messenger', id),
    open: () => messenger.tapButton(id, { title: 'Bắt đầu', payload: 'get_started' }),
    say: (text) => messenger.say(id, text),
    tap: (button) => messenger.tapQuickReply(id, button),
    seen: async () =>
      messenger.sent
        .filter(({ to }) => to === id)
        .map(({ text, quickReplies }) => ({ text, buttons: quickReplies })),
  };
}

export function onFacebookByAzure({ test }: Parts, azure: AzureFacebook, id: string): Person {
  return {
    channel: 'Messenger by Azure Bot Service',
    conversation: () => test.app.stores.conversations.idOf('azure', JSON.stringify(azure.addressOf(id))),
    open: () => azure.join(id),
    say: (text) => azure.say(id, text),
    tap: (button) => azure.tap(id, button),
    seen: async () =>
      azure.sent
        .filter(({ to }) => to === id)
        .map(({ text, quickReplies }) => ({ text, buttons: quickReplies })),
  };
}

export async function onTheWeb({ test }: Parts): Promise<Person> {
  const client = await new DirectLineClient(test.base).open();
  return {
    channel: 'Direct Line',
    conversation: () => test.app.stores.conversations.idOf('directline', client.conversationId),
    open: () => client.post({ type: 'event', name: 'opened' }),
    say: (text) => client.post({ type: 'message', text }),
    tap: ({ title, payload }) => client.post({ type: 'message', text: title, value: { payload } }),
    seen: async () => {
      await client.read();
      return client.seen
        .filter(({ from }) => from.id !== 'user')
        .map(({ text, suggestedActions }) => ({
          text,
          buttons: (suggestedActions?.actions ?? []).flatMap(({ title, value }) =>
            typeof value === 'object' && value !== null && 'payload' in value
              ? [{ title, payload: String(value.payload) }]
              : [],
          ),
        }));
    },
  };
}
