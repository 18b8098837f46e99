import { DownloadOutlined, PictureOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { AttachmentRef } from '../../../../domain/answer.ts';
import { endingOf, isPicture } from '../../../../domain/file-kind.ts';
import { type FileOwner, files } from '../../api/files.ts';
import { useSpeech } from '../../words.ts';
import { sizeOf } from './size.ts';

interface Props {
  readonly owner: FileOwner;
  readonly file: AttachmentRef;
}

/** What we sent ourselves: a picture opens clear, a document is saved without a reason. */
export function OurTile({ owner, file }: Props) {
  const speech = useSpeech();
  const [shown, setShown] = useState(false);
  const size = sizeOf(file.size, speech);
  if (!isPicture(file.contentType)) {
    const kind = endingOf(file.contentType).toUpperCase();
    return (
      <Button className="tile" icon={<DownloadOutlined />} href={files.shown(owner, file.id)} download>
        {speech.t('file.our-document', { kind, size })}
      </Button>
    );
  }
  if (!shown) {
    return (
      <Button className="tile" icon={<PictureOutlined />} onClick={() => setShown(true)}>
        {speech.t('file.our-picture', { size })}
      </Button>
    );
  }
  return (
    <img className="local-picture" src={files.shown(owner, file.id)} alt={speech.t('file.our-picture-alt')} />
  );
}
