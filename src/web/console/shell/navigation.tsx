import {
  CommentOutlined,
  FileTextOutlined,
  HeartOutlined,
  HomeOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { ChatCard } from '../api/today.ts';
import { useDesk, useIs, useMay } from '../desk-state.ts';
import { UrgencyMark } from '../parts/urgency-mark.tsx';
import { linkTo, type Page, usePage } from '../route.ts';
import { useSpeech } from '../words.ts';

interface Item {
  readonly page: Page;
  readonly icon: ReactNode;
  readonly label: string;
  readonly count?: number;
}

export function Navigation() {
  const { t } = useSpeech();
  const { today } = useDesk();
  const items = useItems();
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      <p className="nav-name">{t('app.name')}</p>
      <ul>
        {items.map((item) => (
          <NavLink key={item.label} item={item} />
        ))}
      </ul>
      {today !== undefined && today.mine.length > 0 ? <MyChats chats={today.mine} /> : null}
    </nav>
  );
}

function useItems(): readonly Item[] {
  const { t } = useSpeech();
  const { mayWork, today } = useDesk();
  const mayRead = useMay('report.list');
  const mayLead = useMay('team.view');
  const administrator = useIs('administrator');
  const item = (
    kind: 'today' | 'reports' | 'team' | 'care' | 'settings',
    icon: ReactNode,
    count?: number,
  ): Item => ({
    page: { kind },
    icon,
    label: t(`nav.${kind}`),
    ...(count === undefined ? {} : { count }),
  });
  return [
    ...(mayWork ? [item('today', <HomeOutlined />, today?.queue.length)] : []),
    ...(mayRead ? [item('reports', <FileTextOutlined />)] : []),
    ...(mayLead || administrator ? [item('team', <TeamOutlined />)] : []),
    ...(mayWork ? [item('care', <HeartOutlined />)] : []),
    item('settings', <SettingOutlined />),
  ];
}

function NavLink({ item }: { readonly item: Item }) {
  const { t } = useSpeech();
  const here = usePage().kind === item.page.kind;
  return (
    <li>
      <a className="nav-link" {...linkTo(item.page)} aria-current={here ? 'page' : undefined}>
        <span className="nav-icon" aria-hidden>
          {item.icon}
        </span>
        <span className="nav-text">{item.label}</span>
        {item.count ? (
          <span className="nav-count">
            {item.count}
            <span className="visually-hidden"> {t('nav.waiting')}</span>
          </span>
        ) : null}
      </a>
    </li>
  );
}

function MyChats({ chats }: { readonly chats: readonly ChatCard[] }) {
  const { t } = useSpeech();
  const page = usePage();
  return (
    <section className="nav-chats" aria-label={t('today.mine')}>
      <h2>{t('today.mine')}</h2>
      <ul>
        {chats.map((chat) => (
          <li key={chat.chatId}>
            <a
              className="nav-chat"
              {...linkTo({ kind: 'chat', id: chat.chatId })}
              aria-current={page.kind === 'chat' && page.id === chat.chatId ? 'page' : undefined}
            >
              <CommentOutlined aria-hidden />
              <span className="nav-chat-name">{chat.pseudonym}</span>
              {chat.unansweredSince === null ? null : <span className="nav-new">{t('nav.unanswered')}</span>}
              <UrgencyMark urgency={chat.urgency} small />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
