import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { StreamRoute, TextStream } from '../domain/route.ts';

const heartbeat = 25_000;
const longestFarewell = 1_000;
const largestFrame = 64 * 1024;

/** WebSockets of all edges on the one server; a stream that answers no ping is closed. */
export function serveStreams(server: Server, routes: readonly StreamRoute[]): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestFrame, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    upgrade(routes, request)
      .then((accepted) => {
        if (typeof accepted === 'number') refuse(socket, accepted);
        else sockets.handleUpgrade(request, socket, head, (ws) => accepted(streamOf(ws)));
      })
      // A fault of one stream must never end the process for everyone.
      .catch(() => refuse(socket, 500));
  });
  const timer = setInterval(() => sockets.clients.forEach(ping), heartbeat);
  return {
    close: () => {
      clearInterval(timer);
      for (const client of sockets.clients) client.close(1001, 'the service restarts');
      // A client that does not answer the farewell (its network is gone) is not waited for.
      setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, longestFarewell).unref();
    },
  };
}

async function upgrade(
  routes: readonly StreamRoute[],
  request: IncomingMessage,
): Promise<number | ((stream: TextStream) => void)> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  for (const route of routes) {
    const match = route.path.exec(url.pathname);
    if (match === null) continue;
    return route.accept({
      method: 'GET',
      path: url.pathname,
      params: { ...match.groups },
      query: url.searchParams,
      headers: request.headers,
      remoteAddress: request.socket.remoteAddress ?? '',
    });
  }
  return 404;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

const alive = new WeakSet<WebSocket>();

function streamOf(ws: WebSocket): TextStream {
  alive.add(ws);
  ws.on('pong', () => alive.add(ws));
  ws.on('error', () => ws.terminate());
  return {
    send: (text) => ws.send(text),
    close: (code, reason) => ws.close(code, reason),
    onText: (listener) =>
      ws.on('message', (data, binary) => (binary ? undefined : listener(data.toString()))),
    onClose: (listener) => ws.on('close', listener),
  };
}

function ping(ws: WebSocket): void {
  if (!alive.has(ws)) {
    ws.terminate();
    return;
  }
  alive.delete(ws);
  ws.ping();
}
