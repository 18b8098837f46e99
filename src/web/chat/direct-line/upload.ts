import { type Answered, answered } from './ask.ts';
import type { Session } from './session.ts';

export interface Upload {
  readonly activity: object;
  readonly file: File;
  progress(share: number): void;
}

/** Sends a file beside its activity. XMLHttpRequest, since fetch tells no progress of an upload. */
export async function upload(session: Session, parts: Upload): Promise<Answered> {
  const opened = await session.open();
  if (opened === 'later') return { kind: 'later', status: 0, after: 3000 };
  if (opened === 'ended') return { kind: 'refused', status: 401 };
  const first = await once(session, parts);
  if (first.kind !== 'refused' || first.status !== 403) return first;
  return (await session.refresh()) === 'open' ? once(session, parts) : first;
}

function once(session: Session, { activity, file, progress }: Upload): Promise<Answered> {
  const form = new FormData();
  form.append(
    'activity',
    new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }),
  );
  // The name a phone gives a file can hold a name or a place, and nobody needs it.
  form.append('file', file, 'file');
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const end = (): void =>
      resolve(answered(request.status, undefined, request.getResponseHeader('retry-after')));
    request.open('POST', session.address('/upload'));
    request.setRequestHeader('authorization', `Bearer ${session.token ?? ''}`);
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onload = end;
    request.onerror = end;
    request.onabort = end;
    session.signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}
