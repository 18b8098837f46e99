import { SafetyCertificateOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { type AuditEntry, staff } from '../../api/team.ts';
import { useAction } from '../../parts/action.ts';
import { Loading, Nothing, Trouble } from '../../parts/states.tsx';
import { momentOf } from '../../parts/time.ts';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';

export function AuditTab() {
  const { t } = useSpeech();
  const [asked, setAsked] = useState(false);
  return (
    <>
      <p className="muted">{t('audit.explain')}</p>
      <div className="row">
        <Button onClick={() => setAsked(true)} disabled={asked}>
          {t('audit.show')}
        </Button>
        <Verify />
      </div>
      {asked ? <Entries /> : null}
    </>
  );
}

function Verify() {
  const { t } = useSpeech();
  const verify = useAction<void, Awaited<ReturnType<typeof staff.verify>>>(staff.verify);
  const { data } = verify;
  return (
    <>
      <Button icon={<SafetyCertificateOutlined />} loading={verify.isPending} onClick={() => verify.mutate()}>
        {t('audit.verify')}
      </Button>
      {data === undefined ? null : (
        <Alert
          type={data.ok ? 'success' : 'error'}
          showIcon
          title={
            data.ok ? t('audit.whole', { n: data.entries }) : t('audit.broken', { n: data.brokenAt ?? 0 })
          }
        />
      )}
    </>
  );
}

function Entries() {
  const { t } = useSpeech();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...keys.team, 'audit'],
    queryFn: ({ pageParam }) => staff.audit({ before: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ entries }) => (entries.length < 100 ? undefined : String(entries.at(-1)?.id)),
    retry: false,
  });
  if (data === undefined)
    return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
  const entries = data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <Nothing>{t('audit.none')}</Nothing>;
  return (
    <>
      <ol className="audit">
        {entries.map((entry) => (
          <EntryLine key={entry.id} entry={entry} />
        ))}
      </ol>
      {hasNextPage ? (
        <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('reports.more')}
        </Button>
      ) : null}
    </>
  );
}

function EntryLine({ entry }: { readonly entry: AuditEntry }) {
  const { t, maybe } = useSpeech();
  const by = entry.by === null ? t('audit.system') : typeof entry.by === 'string' ? entry.by : entry.by.name;
  return (
    <li>
      <span className="muted">{momentOf(entry.at)}</span>
      <strong>{by}</strong>
      <span>
        {maybe(`audit-actions.${entry.action.replace(/:.*/, '').replaceAll('.', '-')}`) ?? entry.action}
      </span>
      <span className="muted">
        {entry.subjectKind ?? ''} {entry.subjectId?.slice(0, 8) ?? ''} {entry.reason ?? ''}
      </span>
    </li>
  );
}
