import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import type { AttachmentRef } from '../../../../domain/answer.ts';
import { endingOf } from '../../../../domain/file-kind.ts';
import { type FileOwner, files } from '../../api/files.ts';
import { useSpeech } from '../../words.ts';
import { useAction } from '../action.ts';

interface Props {
  readonly owner: FileOwner;
  readonly file: AttachmentRef;
  readonly icon?: ReactNode;
  readonly label: string;
  readonly small?: boolean;
  readonly opened: (content: Blob, file: AttachmentRef) => void;
}

/** The file as it was sent. It may hold more than is seen, so each opening asks why, and that goes on record. */
export function OriginalTile({ owner, file, icon, label, small = false, opened }: Props) {
  const { t } = useSpeech();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const open = useAction((why: string) => files.original(owner, file.id, why), {
    done: (content) => {
      setAsking(false);
      opened(content, file);
    },
  });
  const submit = () => {
    if (reason.trim() !== '') open.mutate(reason.trim());
  };
  if (!asking) {
    return (
      <Button
        className={small ? '' : 'tile'}
        size={small ? 'small' : 'middle'}
        icon={icon}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
    );
  }
  return (
    <span className="row tile-why">
      <Input
        autoFocus
        maxLength={500}
        aria-label={t('file.why')}
        placeholder={t('file.why')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        onPressEnter={submit}
      />
      <Button loading={open.isPending} disabled={reason.trim() === ''} onClick={submit}>
        {t('file.open')}
      </Button>
    </span>
  );
}

/** Hands the file to the browser's downloads: a stranger's file is not opened inside the console. */
export function save(content: Blob, { id, contentType }: AttachmentRef): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = `${id.slice(0, 8)}.${endingOf(contentType)}`;
  link.click();
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
