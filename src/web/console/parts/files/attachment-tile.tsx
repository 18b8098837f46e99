import { EyeInvisibleOutlined, FileOutlined, PictureOutlined, SoundOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { AttachmentRef } from '../../../../domain/answer.ts';
import { type FileOwner, files } from '../../api/files.ts';
import { useSpeech } from '../../words.ts';
import { OriginalTile, save } from './original-tile.tsx';
import { OurTile } from './our-tile.tsx';

interface Props {
  readonly owner: FileOwner;
  readonly file: AttachmentRef;
}

interface TileProps extends Props {
  /** Sent by our side: nothing to be shielded from, and nothing more in it than is seen. */
  readonly ours?: boolean;
}

/** Nothing is fetched before it is asked for, and a picture comes blurred first: nobody has to see it by accident. */
export function AttachmentTile({ owner, file, ours = false }: TileProps) {
  const { t } = useSpeech();
  if (ours) return <OurTile owner={owner} file={file} />;
  if (file.contentType.startsWith('image/')) return <PictureTile owner={owner} file={file} />;
  if (/^(audio|video)\//.test(file.contentType)) return <SoundTile owner={owner} file={file} />;
  const label = t('file.other', { kb: Math.ceil(file.size / 1024) });
  return <OriginalTile owner={owner} file={file} icon={<FileOutlined />} label={label} opened={save} />;
}

function PictureTile({ owner, file }: Props) {
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
        src={files.shown(owner, file.id)}
        alt={t('file.picture-alt')}
      />
      <figcaption className="row">
        <Button size="small" onClick={() => setShown(shown === 'blurred' ? 'clear' : 'blurred')}>
          {t(shown === 'blurred' ? 'file.clear' : 'file.blur')}
        </Button>
        <Button size="small" icon={<EyeInvisibleOutlined />} onClick={() => setShown('not')}>
          {t('file.hide')}
        </Button>
        <OriginalTile owner={owner} file={file} label={t('file.original')} opened={save} small />
      </figcaption>
    </figure>
  );
}

/**
 * A voice note of a browser calls itself a film. Both are heard only: what a film shows is saved and looked at
 * on purpose, never by accident.
 */
function SoundTile({ owner, file }: Props) {
  const { t } = useSpeech();
  const [heard, setHeard] = useState<{ readonly content: Blob; readonly address: string }>();
  const film = file.contentType.startsWith('video/');
  if (heard === undefined) {
    return (
      <OriginalTile
        owner={owner}
        file={file}
        icon={<SoundOutlined />}
        label={t(film ? 'file.film' : 'file.voice')}
        opened={(content) => setHeard({ content, address: URL.createObjectURL(content) })}
      />
    );
  }
  return (
    <span className="row">
      {/* biome-ignore lint/a11y/useMediaCaption: a person's voice message has no captions */}
      <audio controls autoPlay src={heard.address} aria-label={t('file.voice-playing')} />
      {film ? (
        <Button size="small" onClick={() => save(heard.content, file)}>
          {t('file.save')}
        </Button>
      ) : null}
    </span>
  );
}
