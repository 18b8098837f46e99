import busboy from 'busboy';
import type { Asked } from './server.ts';

/** A file as a platform received it. */
export interface ReceivedFile {
  readonly contentType: string;
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Form {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, ReceivedFile>>;
}

export function isForm({ headers }: Pick<Asked, 'headers'>): boolean {
  return headers['content-type']?.startsWith('multipart/form-data') ?? false;
}

/** The parts of a form; nothing when it is none, or broken. */
export function readForm(asked: Asked): Promise<Form | undefined> {
  if (!isForm(asked)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const fields: Record<string, string> = {};
    const files: Record<string, ReceivedFile> = {};
    const parser = busboy({ headers: asked.headers });
    parser.on('field', (name, value) => {
      fields[name] = value ?? '';
    });
    parser.on('file', (name, stream, { mimeType, filename }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        files[name] = { contentType: mimeType, name: filename ?? '', bytes: Buffer.concat(chunks) };
      });
    });
    parser.on('error', () => resolve(undefined));
    parser.on('close', () => resolve({ fields, files }));
    parser.end(asked.body);
  });
}
