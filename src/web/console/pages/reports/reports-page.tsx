import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { type ReportCard, type ReportFilter, reports } from '../../api/reports.ts';
import { LegalMark } from '../../parts/clocks.tsx';
import { useCodes } from '../../parts/codes.ts';
import { Loading, Nothing, Trouble } from '../../parts/states.tsx';
import { momentOf } from '../../parts/time.ts';
import { UrgencyMark } from '../../parts/urgency-mark.tsx';
import { keys } from '../../queries.ts';
import { linkTo } from '../../route.ts';
import { useSpeech } from '../../words.ts';
import { FilterBar } from './filter-bar.tsx';
import { ReceiptSearch } from './receipt-search.tsx';

export function ReportsPage() {
  const { t } = useSpeech();
  const [filter, setFilter] = useState<ReportFilter>({});
  const [found, setFound] = useState<readonly ReportCard[]>();
  return (
    <div className="page">
      <h1>{t('nav.reports')}</h1>
      <ReceiptSearch show={setFound} />
      {found === undefined ? (
        <>
          <FilterBar filter={filter} change={setFilter} />
          <Listed filter={filter} />
        </>
      ) : (
        <ReportLines reports={found} />
      )}
    </div>
  );
}

function Listed({ filter }: { readonly filter: ReportFilter }) {
  const { t } = useSpeech();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...keys.reports, 'list', filter],
    queryFn: ({ pageParam }) => reports.list({ ...filter, before: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  if (data === undefined)
    return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
  return (
    <>
      <ReportLines reports={data.pages.flatMap((page) => page.reports)} />
      {hasNextPage ? (
        <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('reports.more')}
        </Button>
      ) : null}
    </>
  );
}

function ReportLines({ reports: listed }: { readonly reports: readonly ReportCard[] }) {
  const { t } = useSpeech();
  if (listed.length === 0) return <Nothing>{t('reports.none')}</Nothing>;
  return (
    <ul className="report-list">
      {listed.map((report) => (
        <ReportLine key={report.id} report={report} />
      ))}
    </ul>
  );
}

function ReportLine({ report }: { readonly report: ReportCard }) {
  const { t } = useSpeech();
  const codes = useCodes();
  const open = report.state !== 'closed' && report.state !== 'withdrawn';
  return (
    <li>
      <a className={`report-line edge-${report.urgency}`} {...linkTo({ kind: 'report', id: report.id })}>
        <UrgencyMark urgency={report.urgency} />
        <span className="report-state">
          <strong>{codes.state(report.state)}</strong>
          {report.redUnfinished ? <span className="chip">{t('queue.unfinished')}</span> : null}
        </span>
        <span className="report-when">
          {t('reports.received', { at: momentOf(report.firstReceivedAt) })}
          <span className="muted">{t('reports.updated', { at: momentOf(report.updatedAt) })}</span>
        </span>
        {open ? <LegalMark clock={report.legal} /> : null}
      </a>
    </li>
  );
}
