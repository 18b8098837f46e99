import {
  ArrowLeftOutlined,
  MoreOutlined,
  RobotOutlined,
  StopOutlined,
  SwapOutlined,
} from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import type { Chat } from '../../api/chat.ts';
import { useMay } from '../../desk-state.ts';
import { LegalMark } from '../../parts/clocks.tsx';
import { useCodes } from '../../parts/codes.ts';
import { UrgencyMark } from '../../parts/urgency-mark.tsx';
import { linkTo } from '../../route.ts';
import { useSpeech } from '../../words.ts';
import { ChatDialog, type DialogName } from './dialogs/chat-dialog.tsx';

export function ChatHead({ chat }: { readonly chat: Chat }) {
  const { t } = useSpeech();
  const codes = useCodes();
  const [dialog, setDialog] = useState<DialogName>();
  return (
    <header className="chat-head">
      <a className="chat-back" {...linkTo({ kind: 'today' })}>
        <ArrowLeftOutlined aria-hidden />
        <span className="visually-hidden">{t('nav.today')}</span>
      </a>
      <div className="chat-who">
        <h1>{chat.pseudonym}</h1>
        <UrgencyMark urgency={chat.urgency} />
        <LegalMark clock={chat.legal} />
        <p className="muted">
          {codes.channel(chat.channel)} · {chat.reason === null ? null : `${codes.reason(chat.reason)} · `}
          <strong>{holderText(chat, t)}</strong>
        </p>
      </div>
      <Actions chat={chat} open={setDialog} />
      {dialog === undefined ? null : (
        <ChatDialog name={dialog} chat={chat} end={() => setDialog(undefined)} />
      )}
    </header>
  );
}

function holderText({ holder }: Chat, t: (key: string, params?: Record<string, string>) => string): string {
  if (holder.kind !== 'staff') return t(`holder.${holder.kind}`);
  return holder.you ? t('holder.you') : t('holder.staff', { name: holder.name });
}

function Actions({ chat, open }: { readonly chat: Chat; readonly open: (name: DialogName) => void }) {
  const { t } = useSpeech();
  const mine = chat.holder.kind === 'staff' && chat.holder.you;
  const more = useMore(mine);
  return (
    <div className="chat-actions">
      {mine ? (
        <>
          <Button
            icon={<SwapOutlined />}
            aria-label={t('chat.transfer')}
            onClick={() => open('transfer')}
            disabled={chat.offer !== null}
          >
            <span className="chat-action-text">{t('chat.transfer')}</span>
          </Button>
          <Button icon={<RobotOutlined />} aria-label={t('chat.return')} onClick={() => open('return')}>
            <span className="chat-action-text">{t('chat.return')}</span>
          </Button>
          <Button icon={<StopOutlined />} aria-label={t('chat.close')} onClick={() => open('close')}>
            <span className="chat-action-text">{t('chat.close')}</span>
          </Button>
        </>
      ) : null}
      <Dropdown
        trigger={['click']}
        menu={{
          items: more.map((key) => ({ key, label: t(`chat.${key}`) })),
          onClick: ({ key }) => open(more.find((name) => name === key) ?? 'urgency'),
        }}
      >
        <Button icon={<MoreOutlined />} aria-label={t('chat.more')} />
      </Dropdown>
    </div>
  );
}

function useMore(mine: boolean): readonly DialogName[] {
  const mayBlock = useMay('chat.block');
  const leads = useMay('queue.assign');
  return [
    ...(mine || leads ? (['urgency', 'contact'] as const) : []),
    'retell',
    'conflict',
    ...(mayBlock ? (['block'] as const) : []),
  ];
}
