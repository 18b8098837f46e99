import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Popconfirm, Segmented } from 'antd';
import { useState } from 'react';
import { type Canned, team } from '../../api/team.ts';
import { useAction } from '../../parts/action.ts';
import { FormDialog, useNeeded } from '../../parts/form-dialog.tsx';
import { Loading, Nothing, Trouble } from '../../parts/states.tsx';
import { keys } from '../../queries.ts';
import { languages, useSpeech } from '../../words.ts';

/** Prepared sentences of the whole team. What is in here, children will read: keep words short and kind. */
export function CannedTab() {
  const { t } = useSpeech();
  const [locale, setLocale] = useState('vi');
  const [editing, setEditing] = useState<Canned>();
  const { data, error, refetch } = useQuery({
    queryKey: keys.canned(locale),
    queryFn: () => team.canned(locale),
  });
  const remove = useAction(team.endCanned, { changes: [keys.canned(locale)] });
  if (data === undefined)
    return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
  const fresh = (): Canned => ({ id: crypto.randomUUID(), locale, title: '', text: '' });
  return (
    <>
      <div className="row">
        <Segmented
          aria-label={t('settings.language')}
          value={locale}
          onChange={setLocale}
          options={languages}
        />
        <Button icon={<PlusOutlined />} onClick={() => setEditing(fresh())}>
          {t('canned.add')}
        </Button>
      </div>
      {data.replies.length === 0 ? <Nothing>{t('canned.none')}</Nothing> : null}
      <ul className="plain-list">
        {data.replies.map((one) => (
          <li key={one.id} className="card canned-line">
            <span>
              <strong>{one.title}</strong>
              <span className="block">{one.text}</span>
            </span>
            <span className="row">
              <Button
                size="small"
                onClick={() => setEditing(one)}
                aria-label={t('canned.edit-this', { title: one.title })}
              >
                {t('common.edit')}
              </Button>
              <Popconfirm
                title={t('canned.sure')}
                okText={t('common.remove')}
                cancelText={t('common.cancel')}
                onConfirm={() => remove.mutate(one.id)}
              >
                <Button size="small">{t('common.remove')}</Button>
              </Popconfirm>
            </span>
          </li>
        ))}
      </ul>
      {editing === undefined ? null : <CannedDialog canned={editing} end={() => setEditing(undefined)} />}
    </>
  );
}

function CannedDialog({ canned, end }: { readonly canned: Canned; readonly end: () => void }) {
  const { t } = useSpeech();
  const needed = useNeeded();
  const save = useAction(
    ({ title, text }: Pick<Canned, 'title' | 'text'>) => team.setCanned({ ...canned, title, text }),
    {
      changes: [keys.canned(canned.locale)],
      done: end,
    },
  );
  return (
    <FormDialog
      title={t('canned.edit')}
      ok={t('common.save')}
      busy={save.isPending}
      start={{ title: canned.title, text: canned.text }}
      submit={save.mutate}
      end={end}
    >
      <Form.Item name="title" label={t('canned.title')} rules={needed}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="text" label={t('canned.text')} extra={t('canned.placeholders')} rules={needed}>
        <Input.TextArea maxLength={1000} showCount />
      </Form.Item>
    </FormDialog>
  );
}
