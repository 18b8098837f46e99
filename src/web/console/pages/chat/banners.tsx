import { EyeFilled, EyeOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { type Chat, chats } from '../../api/chat.ts';
import { useAction } from '../../parts/action.ts';
import { lengthOf, momentOf, useNow } from '../../parts/time.ts';
import { keys, useMember } from '../../queries.ts';
import { useSpeech } from '../../words.ts';

/** What the counsellor must know before writing a word. */
export function Banners({ chat }: { readonly chat: Chat }) {
  const { t } = useSpeech();
  const { holder, blockedUntil, safeContact } = chat;
  return (
    <div className="banners">
      {chat.otherPhone ? (
        <Alert type="warning" banner icon={<EyeFilled />} title={t('banner.other-phone')} />
      ) : null}
      {safeContact === null ? null : <SafeContactLine rule={safeContact} />}
      {holder.kind === 'staff' && !holder.you ? (
        <Alert type="info" banner icon={<EyeOutlined />} title={t('banner.silent', { name: holder.name })} />
      ) : null}
      {holder.kind === 'outside' ? <Alert type="warning" banner title={t('banner.outside')} /> : null}
      {blockedUntil === null ? null : (
        <Alert type="warning" banner title={t('banner.blocked', { until: momentOf(blockedUntil) })} />
      )}
      {chat.offer === null ? null : <OfferedLine chat={chat} offer={chat.offer} />}
    </div>
  );
}

function SafeContactLine({ rule }: { readonly rule: NonNullable<Chat['safeContact']> }) {
  const { t } = useSpeech();
  const parts = [
    rule.never ? t('banner.never-first') : null,
    rule.window === null ? null : t('banner.window', { from: rule.window.from, to: rule.window.to }),
    rule.stopWord === null ? null : t('banner.stop-word', { word: rule.stopWord }),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : <Alert type="info" banner title={parts.join(' ')} />;
}

function OfferedLine({ chat, offer }: { readonly chat: Chat; readonly offer: NonNullable<Chat['offer']> }) {
  const speech = useSpeech();
  const { member } = useMember();
  const left = lengthOf(Date.parse(offer.expiresAt) - useNow(1000), speech);
  const cancel = useAction(() => chats.cancelTransfer(chat.chatId), { changes: [keys.chat(chat.chatId)] });
  if (offer.to === member.id) return null;
  return (
    <Alert
      type="info"
      banner
      title={speech.t('banner.offered', { to: offer.toName, time: left })}
      action={
        <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
          {speech.t('offer.cancel')}
        </Button>
      }
    />
  );
}
