import { expect } from 'chai';
import type { LiveEvent } from '../../../src/web/console/live/events.ts';
import { Stream } from '../../../src/web/console/live/stream.ts';

/** A socket that says what the test says. */
class FakeSocket extends EventTarget {
  readonly sent: string[] = [];
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.drop(1000);
  }
  say(line: object): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: JSON.stringify(line) }));
  }
  drop(code: number): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

function live() {
  const sockets: FakeSocket[] = [];
  const asked: (number | undefined)[] = [];
  const seen: string[] = [];
  const stream = new Stream(
    {
      event: (event: LiveEvent) => seen.push(`${event.id}`),
      afresh: () => seen.push('afresh'),
      link: (link) => seen.push(link),
    },
    (after) => {
      asked.push(after);
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
  );
  stream.connect();
  return { stream, sockets, asked, seen, last: () => sockets.at(-1)! };
}

const note = (id: number) => ({ kind: 'chat.note', id, at: '2026-01-05T22:00:00Z', chatId: 'c1' });

describe('the live events of the console', () => {
  it('loads everything once, then comes back with the last id and hears nothing twice', () => {
    const { stream, asked, seen, last } = live();
    last().say({ kind: 'hello', last: 7, resumed: false });
    last().say(note(8));
    last().drop(1006);
    stream.hurry();
    last().say({ kind: 'hello', last: 9, resumed: true });
    last().say(note(8));
    last().say(note(9));
    expect(asked).to.deep.equal([undefined, 8]);
    expect(seen).to.deep.equal(['connecting', 'open', 'afresh', '8', 'lost', 'connecting', 'open', '9']);
    stream.close();
  });

  it('loads everything afresh when what was missed is too old', () => {
    const { stream, seen, last } = live();
    last().say({ kind: 'hello', last: 7, resumed: false });
    last().drop(1006);
    stream.hurry();
    last().say({ kind: 'hello', last: 90_000, resumed: false });
    expect(seen.filter((line) => line === 'afresh')).to.have.length(2);
    stream.close();
  });

  it('answers a ping, counts an unknown event, and trips over nothing', () => {
    const { stream, asked, seen, last } = live();
    last().say({ kind: 'hello', last: 1, resumed: false });
    last().say({ kind: 'ping' });
    last().say({ kind: 'something-new', id: 2 });
    last().dispatchEvent(Object.assign(new Event('message'), { data: 'not json' }));
    expect(last().sent).to.deep.equal(['{"kind":"pong"}']);
    last().drop(1006);
    stream.hurry();
    expect(asked.at(-1)).to.equal(2);
    expect(seen).not.to.include('2');
    stream.close();
  });

  it('says at once that the connection is lost when the browser knows it, and hears no late word of the old one', () => {
    const { stream, asked, seen, sockets, last } = live();
    last().say({ kind: 'hello', last: 7, resumed: false });
    stream.cut();
    sockets[0]?.say(note(8));
    stream.hurry();
    last().say({ kind: 'hello', last: 8, resumed: true });
    last().say(note(8));
    expect(asked).to.deep.equal([undefined, 7]);
    expect(seen).to.deep.equal(['connecting', 'open', 'afresh', 'lost', 'connecting', 'open', '8']);
    stream.close();
  });

  it('stops when the session has ended', async () => {
    const { stream, sockets, seen, last } = live();
    last().drop(4401);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(sockets).to.have.length(1);
    expect(seen.at(-1)).to.equal('ended');
    stream.close();
  });
});
