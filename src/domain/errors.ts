/** Every fault the program knows by name; http/errors.ts maps each to one HTTP status. */
export type ErrorCode =
  | 'request.malformed'
  | 'request.too-large'
  | 'request.unsupported-type'
  | 'request.unauthorised'
  | 'request.forbidden'
  | 'request.not-found'
  | 'request.conflict'
  | 'request.too-many'
  | 'attachment.type-refused'
  | 'attachment.too-large'
  | 'attachment.unreadable'
  | 'storage.unavailable'
  | 'storage.full'
  | 'storage.in-use'
  | 'conversation.moved-on'
  | 'channel.send-failed'
  | 'channel.unsendable'
  | 'key.missing'
  | 'seal.broken';

/** Someone asked for what is not allowed or not possible. The message never quotes a person. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The world failed us: network, disk, database. `retryable` says whether trying again can help. */
export class OperationalError extends Error {
  override readonly name = 'OperationalError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  constructor(code: ErrorCode, options: ErrorOptions & { readonly retryable: boolean }) {
    super(code, options);
    this.code = code;
    this.retryable = options.retryable;
  }
}
