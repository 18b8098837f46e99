import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { type Report, reports } from '../../api/reports.ts';
import { useMay } from '../../desk-state.ts';
import { AnswerList } from '../../parts/answers.tsx';
import { LegalMark } from '../../parts/clocks.tsx';
import { useCodes } from '../../parts/codes.ts';
import { Loading, Nothing, Trouble } from '../../parts/states.tsx';
import { momentOf } from '../../parts/time.ts';
import { UrgencyMark } from '../../parts/urgency-mark.tsx';
import { keys } from '../../queries.ts';
import { linkTo } from '../../route.ts';
import { useSpeech } from '../../words.ts';
import { AnswerDialog, ReportConflictDialog, StateDialog } from './report-dialogs.tsx';
import { ReportTimeline } from './report-timeline.tsx';

export function ReportPage({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.reports, 'one', id],
    queryFn: () => reports.get(id),
  });
  if (data !== undefined) return <OpenReport report={data} />;
  return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
}

function OpenReport({ report }: { readonly report: Report }) {
  const { t } = useSpeech();
  const codes = useCodes();
  return (
    <div className="page">
      <p>
        <a {...linkTo({ kind: 'reports' })}>
          <ArrowLeftOutlined aria-hidden /> {t('nav.reports')}
        </a>
      </p>
      <header className="report-head">
        <h1>{t('report.title', { at: momentOf(report.firstReceivedAt) })}</h1>
        <UrgencyMark urgency={report.urgency} />
        <span className="chip">{codes.state(report.state)}</span>
        {report.redUnfinished ? <span className="chip">{t('queue.unfinished')}</span> : null}
        <LegalMark clock={report.legal} />
      </header>
      <Actions report={report} />
      <div className="report-body">
        <div className="stack">
          <section className="card" aria-label={t('report.answers')}>
            <h2>{t('report.answers')}</h2>
            {Object.keys(report.answers).length === 0 ? (
              <Nothing>{t('chat.nothing-told')}</Nothing>
            ) : (
              <AnswerList answers={report.answers} owner={{ kind: 'reports', id: report.id }} />
            )}
          </section>
          <Added report={report} />
        </div>
        <ReportTimeline id={report.id} />
      </div>
    </div>
  );
}

function Actions({ report }: { readonly report: Report }) {
  const { t } = useSpeech();
  const [dialog, setDialog] = useState<'state' | 'answer' | 'conflict'>();
  const end = () => setDialog(undefined);
  const mayChange = useMay('report.change');
  const mayAnswer = useMay('report.answer');
  return (
    <div className="row">
      {mayChange ? (
        <Button type="primary" onClick={() => setDialog('state')}>
          {t('report.change-state')}
        </Button>
      ) : null}
      {mayAnswer ? <Button onClick={() => setDialog('answer')}>{t('report.answer')}</Button> : null}
      <Button onClick={() => setDialog('conflict')}>{t('chat.conflict')}</Button>
      {dialog === 'state' ? <StateDialog report={report} end={end} /> : null}
      {dialog === 'answer' ? <AnswerDialog report={report} end={end} /> : null}
      {dialog === 'conflict' ? <ReportConflictDialog report={report} end={end} /> : null}
    </div>
  );
}

/** What was said after the report was sent, by the person and by us. */
function Added({ report }: { readonly report: Report }) {
  const { t } = useSpeech();
  const lines = [
    ...report.additions.map((one) => ({ ...one, by: 'person' })),
    ...report.staffAnswers.map((one) => ({ ...one, by: 'staff' })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  if (lines.length === 0) return null;
  return (
    <section className="card" aria-label={t('report.added')}>
      <h2>{t('report.added')}</h2>
      {lines.map((line) => (
        <article key={`${line.by}-${line.at}`} className={`entry entry-${line.by}`}>
          <p className="entry-head">
            {t(line.by === 'person' ? 'author.person' : 'author.staff')} · {momentOf(line.at)}
          </p>
          <div className="bubble">{line.text}</div>
        </article>
      ))}
    </section>
  );
}
