import { PaperClipOutlined, SendOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ClipboardEvent, useEffect, useRef } from 'react';
import { Fault } from '../../api/call.ts';
import { useFaultMessage } from '../../parts/faults.ts';
import { LocalFile } from '../../parts/files/local-file.tsx';
import { useSpeech } from '../../words.ts';

/** More than this the server does not begin to read. */
const largest = 20 * 1024 * 1024;

const kinds = 'image/jpeg,image/png,image/webp,image/gif,application/pdf,.pdf,.docx';

type Choose = (file: File) => void;

/** Lets a file be chosen; nothing leaves before it was looked at once more. */
export function AttachButton({ choose }: { readonly choose: Choose }) {
  const { t } = useSpeech();
  const input = useRef<HTMLInputElement>(null);
  const take = useTaken(choose);
  return (
    <>
      <Button
        icon={<PaperClipOutlined />}
        aria-label={t('attach.open')}
        title={t('attach.open')}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        accept={kinds}
        onChange={({ currentTarget }) => {
          take(currentTarget.files?.[0]);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}

/** A picture that is pasted into the box is taken for a file, words stay words. */
export function usePastedPicture(choose: Choose): (event: ClipboardEvent) => void {
  const take = useTaken(choose);
  return (event) => {
    const picture = [...event.clipboardData.files].find(({ type }) => type.startsWith('image/'));
    if (picture === undefined) return;
    event.preventDefault();
    take(picture);
  };
}

function useTaken(choose: Choose): (file: File | undefined) => void {
  const showFault = useFaultMessage();
  return (file) => {
    if (file === undefined) return;
    if (file.size > largest) showFault(new Fault('attachment.too-large', 413, ''));
    else choose(file);
  };
}

interface Props {
  readonly file: File;
  readonly send: () => void;
  readonly cancel: () => void;
}

/** The chosen file, to be looked at before it goes to a child. */
export function ChosenFile({ file, send, cancel }: Props) {
  const { t } = useSpeech();
  const place = useRef<HTMLElement>(null);
  // On a small screen the buttons must be in sight, also once the picture has taken its place.
  const intoSight = () => {
    // Newer browsers give a promise back, which an effect must not.
    place.current?.scrollIntoView({ block: 'end' });
  };
  useEffect(intoSight, []);
  return (
    <section ref={place} className="chosen-file" aria-label={t('attach.chosen')} onLoadCapture={intoSight}>
      <LocalFile file={file} />
      <p className="muted">{t('attach.explain')}</p>
      <div className="row">
        <Button autoFocus type="primary" icon={<SendOutlined />} onClick={send}>
          {t('attach.send')}
        </Button>
        <Button onClick={cancel}>{t('common.cancel')}</Button>
      </div>
    </section>
  );
}
