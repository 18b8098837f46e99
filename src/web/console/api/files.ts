import { addressOf, at, callFile } from './call.ts';

/** What a file was told in. */
export interface FileOwner {
  readonly kind: 'chats' | 'reports';
  readonly id: string;
}

const pathOf = ({ kind, id }: FileOwner, file: string) => `/${kind}/${at(id)}/attachments/${at(file)}`;

export const files = {
  /** The copy for showing, without what a camera writes into a picture; a document if our side sent it. */
  shown: (owner: FileOwner, file: string) => addressOf(pathOf(owner, file)),
  /** The file as it was sent; the reason goes on record. */
  original: (owner: FileOwner, file: string, reason: string) =>
    callFile(`${pathOf(owner, file)}/original`, { reason }),
};
