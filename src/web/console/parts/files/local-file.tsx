import { FileOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useSpeech } from '../../words.ts';
import { sizeOf } from './size.ts';

/** A file of this machine before it is sent: the picture itself, or its name and size. */
export function LocalFile({ file }: { readonly file: File }) {
  const speech = useSpeech();
  const address = useAddress(file);
  const [unseen, setUnseen] = useState(false);
  if (file.type.startsWith('image/') && !unseen) {
    return (
      <img
        className="local-picture"
        src={address}
        alt={speech.t('file.chosen-picture')}
        // Some phones take pictures that this browser cannot show.
        onError={() => setUnseen(true)}
      />
    );
  }
  return (
    <span className="local-file">
      <FileOutlined aria-hidden /> {file.name} · {sizeOf(file.size, speech)}
    </span>
  );
}

function useAddress(file: File): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return address;
}
