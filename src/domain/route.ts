import type { IncomingHttpHeaders } from 'node:http';

/**
 * How an edge offers itself to the HTTP server without knowing it: a list of routes and streams.
 * `body` is the raw bytes as received, so that signatures can be checked over them.
 */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** For rate limits only; never stored, never logged. */
  readonly remoteAddress: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | object;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A restify path, e.g. `/v3/directline/conversations/:conversationId/activities`. */
  readonly path: string;
  /** The largest body taken, in bytes; default 256 KiB. */
  readonly maxBytes?: number;
  /** May be called from pages of other sites: only for what carries its right in a header, never in a cookie. */
  readonly crossOrigin?: true;
  /** Refuses by throwing, before the body is read: for routes that take large ones. */
  admit?(request: Omit<HttpRequest, 'body'>): Promise<void>;
  handle(request: HttpRequest): Promise<HttpResponse>;
}

/** One open WebSocket, as far as an edge may use it. */
export interface TextStream {
  send(text: string): void;
  close(code: number, reason: string): void;
  onText(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
}

export interface StreamRoute {
  /** Matches the request's path; named groups become params. */
  readonly path: RegExp;
  /** A status to refuse with, or what to do with the stream once it is open. */
  accept(request: Omit<HttpRequest, 'body'>): Promise<number | ((stream: TextStream) => void)>;
}
