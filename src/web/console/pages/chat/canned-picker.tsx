import { MessageOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { type Canned, team } from '../../api/team.ts';
import { Nothing } from '../../parts/states.tsx';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';

interface Props {
  readonly locale: string;
  readonly choose: (text: string) => void;
}

/** Prepared sentences. They are put into the box, never sent by themselves: a person reads them first. */
export function CannedPicker({ locale, choose }: Props) {
  const { t } = useSpeech();
  const [open, setOpen] = useState(false);
  const pick = (text: string) => {
    setOpen(false);
    choose(text);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="topLeft"
      destroyOnHidden
      content={<CannedList locale={locale} choose={pick} />}
    >
      <Button icon={<MessageOutlined />} aria-expanded={open}>
        {t('canned.open')}
      </Button>
    </Popover>
  );
}

function CannedList({ locale, choose }: Props) {
  const { t } = useSpeech();
  const [wanted, setWanted] = useState('');
  const { data } = useQuery({ queryKey: keys.canned(locale), queryFn: () => team.canned(locale) });
  const found = (data?.replies ?? []).filter((one) => matches(one, wanted));
  return (
    <div className="canned">
      <Input.Search
        autoFocus
        aria-label={t('canned.search')}
        placeholder={t('canned.search')}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      {data !== undefined && found.length === 0 ? <Nothing>{t('canned.none')}</Nothing> : null}
      <ul>
        {found.map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => choose(one.text)}>
              <strong>{one.title}</strong>
              <span>{one.text}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const plain = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').toLowerCase();

/** "gap" finds "gặp": people in a hurry leave the marks out. */
export function matches({ title, text }: Pick<Canned, 'title' | 'text'>, wanted: string): boolean {
  return plain(`${title} ${text}`).includes(plain(wanted.trim()));
}
