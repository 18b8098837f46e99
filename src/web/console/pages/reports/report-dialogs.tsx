import { Form, Input, Radio } from 'antd';
import { type Report, reports } from '../../api/reports.ts';
import { useAction } from '../../parts/action.ts';
import { useCodes } from '../../parts/codes.ts';
import { FormDialog, useNeeded } from '../../parts/form-dialog.tsx';
import { keys } from '../../queries.ts';
import { go } from '../../route.ts';
import { useSpeech } from '../../words.ts';

interface Props {
  readonly report: Report;
  readonly end: () => void;
}

const states = ['received', 'forwarded', 'supporting', 'closed'] as const;

export function StateDialog({ report, end }: Props) {
  const { t } = useSpeech();
  const codes = useCodes();
  const needed = useNeeded();
  const change = useAction(
    ({ state, reason }: { readonly state: string; readonly reason: string }) =>
      reports.state(report.id, { state, reason, version: report.version }),
    { changes: [keys.reports], done: end },
  );
  return (
    <FormDialog
      title={t('report.change-state')}
      ok={t('common.save')}
      busy={change.isPending}
      start={{ state: report.state as string, reason: '' }}
      submit={change.mutate}
      end={end}
    >
      <Form.Item name="state" label={t('report.new-state')}>
        <Radio.Group
          className="radio-list"
          options={states.map((value) => ({ value, label: codes.state(value) }))}
        />
      </Form.Item>
      <Form.Item name="reason" label={t('report.why')} rules={needed}>
        <Input.TextArea />
      </Form.Item>
    </FormDialog>
  );
}

/** The reporter reads this with the receipt, perhaps on a phone that others see. */
export function AnswerDialog({ report, end }: Props) {
  const { t } = useSpeech();
  const needed = useNeeded();
  const answer = useAction(
    ({ text }: { readonly text: string }) => reports.answer(report.id, text, report.version),
    { changes: [keys.reports], done: end },
  );
  return (
    <FormDialog
      title={t('report.answer')}
      ok={t('report.send-answer')}
      busy={answer.isPending}
      start={{ text: '' }}
      submit={answer.mutate}
      end={end}
    >
      <p className="muted">{t('report.answer-explain')}</p>
      <Form.Item name="text" label={t('report.answer-text')} rules={needed}>
        <Input.TextArea maxLength={2000} showCount />
      </Form.Item>
    </FormDialog>
  );
}

export function ReportConflictDialog({ report, end }: Props) {
  const { t } = useSpeech();
  const needed = useNeeded();
  const leave = useAction(({ reason }: { readonly reason: string }) => reports.conflict(report.id, reason), {
    changes: [keys.reports],
    done: () => {
      end();
      go({ kind: 'reports' });
    },
  });
  return (
    <FormDialog
      title={t('conflict.title')}
      ok={t('conflict.ok-report')}
      busy={leave.isPending}
      start={{ reason: '' }}
      submit={leave.mutate}
      end={end}
    >
      <p className="muted">{t('conflict.explain-report')}</p>
      <Form.Item name="reason" label={t('conflict.reason')} rules={needed}>
        <Input placeholder={t('conflict.placeholder')} />
      </Form.Item>
    </FormDialog>
  );
}
