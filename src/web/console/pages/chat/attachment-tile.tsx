import { EyeInvisibleOutlined, FileOutlined, PictureOutlined, SoundOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { AttachmentRef } from '../../../../domain/answer.ts';
import { attachmentUrl } from '../../api/call.ts';
import { useSpeech } from '../../words.ts';

interface Props {
  readonly chatId: string;
  readonly file: AttachmentRef;
}

/** Nothing is fetched before it is asked for, and a picture comes blurred first: nobody has to see it by accident. */
export function AttachmentTile({ chatId, file }: Props) {
  const { t } = useSpeech();
  if (file.contentType.startsWith('image/')) return <PictureTile chatId={chatId} file={file} />;
  if (file.contentType.startsWith('audio/')) return <VoiceTile chatId={chatId} file={file} />;
  return (
    <p className="tile muted">
      <FileOutlined aria-hidden /> {t('file.other', { kb: Math.ceil(file.size / 1024) })}
    </p>
  );
}

function PictureTile({ chatId, file }: Props) {
  const { t } = useSpeech();
  const [shown, setShown] = useState<'not' | 'blurred' | 'clear'>('not');
  if (shown === 'not') {
    return (
      <Button className="tile" icon={<PictureOutlined />} onClick={() => setShown('blurred')}>
        {t('file.picture')}
      </Button>
    );
  }
  return (
    <figure className="tile-picture">
      <img
        className={shown === 'blurred' ? 'blurred' : undefined}
        src={attachmentUrl(chatId, file.id)}
        alt={t('file.picture-alt')}
      />
      <figcaption className="row">
        <Button size="small" onClick={() => setShown(shown === 'blurred' ? 'clear' : 'blurred')}>
          {t(shown === 'blurred' ? 'file.clear' : 'file.blur')}
        </Button>
        <Button size="small" icon={<EyeInvisibleOutlined />} onClick={() => setShown('not')}>
          {t('file.hide')}
        </Button>
      </figcaption>
    </figure>
  );
}

function VoiceTile({ chatId, file }: Props) {
  const { t } = useSpeech();
  const [shown, setShown] = useState(false);
  if (!shown) {
    return (
      <Button className="tile" icon={<SoundOutlined />} onClick={() => setShown(true)}>
        {t('file.voice')}
      </Button>
    );
  }
  // biome-ignore lint/a11y/useMediaCaption: a person's voice message has no captions
  return <audio controls preload="none" src={attachmentUrl(chatId, file.id)} aria-label={t('file.voice')} />;
}
