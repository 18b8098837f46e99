import { expect } from 'chai';
import type { DueSending, Outbox } from '../../src/conversations/ports.ts';
import { Sending } from '../../src/conversations/sending.ts';
import { OperationalError } from '../../src/domain/errors.ts';
import { ConversationId } from '../../src/domain/ids.ts';

const due: DueSending = {
  id: '1',
  conversationId: ConversationId.parse('5f4dcc3b-5aa7-85d6-8432-7deb882cf99f'),
  channel: 'zalo',
  senderId: 'someone',
  seq: 1,
  attempts: 0,
  body: { kind: 'noted', event: 'nothing' },
};

describe('sending', () => {
  it('outlives a database that is away: the next look sends what waited', async () => {
    let away = true;
    let waiting = [due];
    const outbox: Outbox = {
      due: async () => {
        if (away) throw new OperationalError('storage.unavailable', { retryable: true });
        return waiting;
      },
      record: async () => {
        waiting = [];
      },
    };
    const sent: string[] = [];
    const sender = {
      send: async ({ id }: DueSending) => {
        sent.push(id);
        return { kind: 'sent' as const };
      },
    };
    const senders = new Map([['zalo' as const, sender]]);
    const sending = new Sending({ outbox, senders, now: () => new Date(), observe: () => undefined });
    sending.wake();
    await sending.idle();
    expect(sent).to.deep.equal([]);
    away = false;
    sending.wake();
    await sending.idle();
    expect(sent).to.deep.equal(['1']);
  });
});
