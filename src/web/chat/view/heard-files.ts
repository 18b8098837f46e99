import type { WebTexts } from '../../texts.ts';
import type { HeardFile } from '../direct-line/activity.ts';
import type { Fetched } from '../direct-line/ask.ts';
import { localAddress } from './addresses.ts';
import { make, makeButton } from './dom.ts';

export interface FileParts {
  readonly texts: WebTexts['files'];
  /** Fetches a file with the token of the conversation. */
  readonly load: (id: string) => Promise<Fetched>;
  /** A picture has come and takes its place. */
  readonly grown: () => void;
}

/** What a person of the Centre sent: a picture is shown, a document is fetched when it is asked for. */
export function heardFile(file: HeardFile, parts: FileParts): HTMLElement {
  const place = make('div', 'heard-file');
  if (file.contentType.startsWith('image/')) void showPicture(place, file, parts);
  else offerDocument(place, file, parts);
  return place;
}

async function showPicture(place: HTMLElement, file: HeardFile, parts: FileParts): Promise<void> {
  const { texts, load, grown } = parts;
  place.replaceChildren(texts.loading);
  const content = await load(file.id);
  // Deleted or left meanwhile: what comes late is not shown.
  if (!place.isConnected) return;
  if (content === 'later')
    place.replaceChildren(makeButton('again', texts.again, () => void showPicture(place, file, parts)));
  else if (content === 'gone') place.replaceChildren(texts.gone);
  else {
    const picture = make('img', 'picture');
    picture.alt = texts.picture;
    picture.addEventListener('load', grown);
    picture.src = localAddress(content);
    place.replaceChildren(picture);
  }
}

function offerDocument(place: HTMLElement, file: HeardFile, { texts, load }: FileParts): void {
  const kind = (file.name.split('.').at(-1) ?? '').toUpperCase();
  const fault = make('span', 'fault');
  const button = makeButton('document', texts.document.replace('{kind}', kind), async () => {
    button.disabled = true;
    const content = await load(file.id);
    button.disabled = false;
    if (!place.isConnected) return;
    fault.textContent = content === 'later' ? texts.later : content === 'gone' ? texts.gone : '';
    if (content instanceof Blob) save(content, file.name);
  });
  place.append(button, make('small', '', texts.stays), fault);
}

function save(content: Blob, name: string): void {
  const link = make('a', '');
  link.href = localAddress(content);
  link.download = name;
  link.click();
}
