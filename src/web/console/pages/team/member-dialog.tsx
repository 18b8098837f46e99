import { Button, Checkbox, Form, InputNumber, Switch } from 'antd';
import { type Member, Role, Skill } from '../../api/account.ts';
import { staff } from '../../api/team.ts';
import { useAction } from '../../parts/action.ts';
import { useCodes } from '../../parts/codes.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';

type Fields = Pick<Member, 'roles' | 'skills' | 'capacity' | 'active'>;

export function MemberDialog({ member, end }: { readonly member: Member; readonly end: () => void }) {
  const { t } = useSpeech();
  const codes = useCodes();
  const save = useAction((fields: Fields) => staff.change(member.id, fields), {
    changes: [keys.team],
    done: end,
  });
  const signOut = useAction(() => staff.signOut(member.id), { done: end });
  const { roles, skills, capacity, active } = member;
  const start: Fields = { roles, skills, capacity, active };
  return (
    <FormDialog
      title={member.name}
      ok={t('common.save')}
      busy={save.isPending}
      start={start}
      submit={save.mutate}
      end={end}
    >
      <Form.Item
        name="roles"
        label={t('members.roles')}
        rules={[{ required: true, message: t('common.needed') }]}
      >
        <Checkbox.Group options={Role.options.map((value) => ({ value, label: codes.role(value) }))} />
      </Form.Item>
      <Form.Item name="skills" label={t('members.skills')}>
        <Checkbox.Group options={Skill.options.map((value) => ({ value, label: codes.skill(value) }))} />
      </Form.Item>
      <Form.Item name="capacity" label={t('members.capacity-label')}>
        <InputNumber min={1} max={10} />
      </Form.Item>
      <Form.Item
        name="active"
        label={t('members.active')}
        extra={t('members.active-explain')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Button loading={signOut.isPending} onClick={() => signOut.mutate(undefined)}>
        {t('members.sign-out')}
      </Button>
    </FormDialog>
  );
}
