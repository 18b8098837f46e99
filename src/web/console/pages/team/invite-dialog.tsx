import { Alert, Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { Role } from '../../api/account.ts';
import { staff } from '../../api/team.ts';
import { useAction } from '../../parts/action.ts';
import { useCodes } from '../../parts/codes.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { momentOf } from '../../parts/time.ts';
import { useSpeech } from '../../words.ts';

interface Fields {
  readonly name: string;
  readonly roles: readonly Role[];
}

type Invitation = Awaited<ReturnType<typeof staff.invite>>;

/** Makes a link that works once within seven days; it is shown this once and never again. */
export function InviteDialog({ end }: { readonly end: () => void }) {
  const { t } = useSpeech();
  const codes = useCodes();
  const [made, setMade] = useState<Invitation>();
  const invite = useAction(({ roles, name }: Fields) => staff.invite(roles, name.trim()), { done: setMade });
  if (made !== undefined) return <MadeLink invitation={made} end={end} />;
  const start: Fields = { name: '', roles: ['counsellor'] };
  return (
    <FormDialog
      title={t('members.invite')}
      ok={t('members.make-link')}
      busy={invite.isPending}
      start={start}
      submit={invite.mutate}
      end={end}
    >
      <Form.Item name="name" label={t('account.name')}>
        <Input />
      </Form.Item>
      <Form.Item
        name="roles"
        label={t('members.roles')}
        rules={[{ required: true, message: t('common.needed') }]}
      >
        <Checkbox.Group
          className="radio-list"
          options={Role.options.map((value) => ({
            value,
            label: `${codes.role(value)}: ${t(`role-explained.${value}`)}`,
          }))}
        />
      </Form.Item>
    </FormDialog>
  );
}

function MadeLink({ invitation, end }: { readonly invitation: Invitation; readonly end: () => void }) {
  const { t } = useSpeech();
  const copy = () => void navigator.clipboard.writeText(invitation.link);
  return (
    <Modal
      open
      title={t('members.link-made')}
      onCancel={end}
      footer={<Button onClick={end}>{t('common.done')}</Button>}
    >
      <Alert
        type="warning"
        showIcon
        title={t('members.link-once', { until: momentOf(invitation.expiresAt) })}
      />
      <div className="row spaced">
        <Input
          readOnly
          aria-label={t('members.link')}
          value={invitation.link}
          onFocus={(event) => event.target.select()}
        />
        <Button type="primary" onClick={copy}>
          {t('members.copy')}
        </Button>
      </div>
    </Modal>
  );
}
