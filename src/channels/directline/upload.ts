import busboy from 'busboy';
import { UserError } from '../../domain/errors.ts';
import type { HttpRequest } from '../../domain/route.ts';

export interface UploadedParts {
  readonly activity: Buffer | undefined;
  readonly files: readonly Buffer[];
}

/** One file with room for its multipart frame. */
export const largestUpload = 20 * 1024 * 1024;
export const largestUploadBody = largestUpload + 64 * 1024;
const mostFiles = 5;

/**
 * Reads a Direct Line upload: multipart with files and, optionally, a part named `activity`; or a
 * bare file as the whole body.
 */
export async function readUpload(request: HttpRequest): Promise<UploadedParts> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return { activity: undefined, files: [request.body] };
  return readMultipart(request);
}

function readMultipart(request: HttpRequest): Promise<UploadedParts> {
  return new Promise((resolve, reject) => {
    const files: Buffer[] = [];
    let activity: Buffer | undefined;
    const malformed = (): void =>
      reject(new UserError('request.malformed', 'the upload is not well-formed multipart'));
    const parser = parserFor(request);
    if (parser === undefined) return malformed();
    parser.on('file', (name, stream, info) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('close', () => {
        const bytes = Buffer.concat(chunks);
        if (name === 'activity' || info.mimeType === 'application/vnd.microsoft.activity') activity = bytes;
        else files.push(bytes);
      });
    });
    parser.on('field', (name, value) => {
      if (name === 'activity') activity = Buffer.from(value, 'utf8');
    });
    parser.on('filesLimit', () =>
      reject(new UserError('request.too-large', `at most ${mostFiles} files at once`)),
    );
    parser.on('error', malformed);
    parser.on('close', () => resolve({ activity, files }));
    parser.end(request.body);
  });
}

function parserFor(request: HttpRequest): busboy.Busboy | undefined {
  try {
    return busboy({
      headers: request.headers,
      limits: { files: mostFiles + 1, fields: 5, fieldSize: 64 * 1024 },
    });
  } catch {
    return undefined;
  }
}
