import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Input, Switch, TreeSelect } from 'antd';
import { useState } from 'react';
import type { AcquisitionLink, staffPerLink } from '@scrm/shared/acquisition';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { useCloseGuard } from '../../kit/leave-guard';
import { Said } from '../../kit/person';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { codeOf, sentenceOf } from '../../kit/problem';
import { ChannelPicker } from '../channel/ChannelPicker';

const useWords = words({
  zh: {
    create: '新建获客链接', edit: '编辑获客链接', name: '名称', nameHint: '最多 30 字，客户看不到', needName: '请填写名称', staff: '接待员工', departments: '接待部门', choose: '选择部门（可不选）', hint: (n: number) => `员工和部门合计最多 ${n} 人，由企业微信在其中选择`, needStaff: '请至少选择一名员工或一个部门', skip: '自动通过好友', skipOn: '点开链接直接成为好友', skipOff: '员工确认后才成为好友', channel: '渠道', channelHint: '客户会打上渠道的标签', save: '保存', saved: '已保存', made: '获客链接已建好',
  },
  en: {
    create: 'New acquisition link', edit: 'Edit the link', name: 'Name', nameHint: 'At most 30 characters, customers do not see it', needName: 'Give it a name', staff: 'Staff', departments: 'Departments', choose: 'Choose departments (optional)', hint: (n: number) => `At most ${counted(n, 'person', 'people')} in all; WeCom picks among them`, needStaff: 'Choose at least one staff member or department', skip: 'Add at once', skipOn: 'Whoever opens it is a friend at once', skipOff: 'A friend after staff confirm', channel: 'Channel', channelHint: 'Customers get the channel’s tag', save: 'Save', saved: 'Saved', made: 'The link is made',
  },
});

const most = 500 satisfies typeof staffPerLink;

/** Makes or changes an acquisition link. */
export function LinkDrawer({ before, onClose, onDone }: { before: AcquisitionLink | null; onClose: () => void; onDone?: (link: AcquisitionLink) => void }) {
  const t = useWords();
  const [name, setName] = useState(before?.name ?? '');
  const [staff, setStaff] = useState(before?.staff ?? []);
  const [departmentIds, setDepartments] = useState(before?.departmentIds ?? []);
  const [skipVerify, setSkip] = useState(before?.skipVerify ?? true);
  const [channelId, setChannel] = useState(before?.channel?.id ?? null);
  const close = useCloseGuard([name, staff, departmentIds, skipVerify, channelId], onClose);
  const [tried, setTried] = useState(false);
  const departments = useQuery(ask('org', 'departments', {}));
  const hasPeople = staff.length + departmentIds.length > 0;
  const save = useAct(() => {
    const input = { name, staffIds: staff.map(({ id }) => id), departmentIds, skipVerify, channelId };
    return before ? api.acquisition.update({ ...input, id: before.id, updatedAt: before.updatedAt }) : api.acquisition.create(input);
  }, { quiet: true, done: before ? t.saved : t.made, touches: ['acquisition'], onDone: (link) => { onClose(); onDone?.(link); } });

  function submit(): void {
    setTried(true);
    if (name.trim() !== '' && hasPeople) save.mutate(undefined);
  }

  return (
    <Drawer open size={460} title={before ? t.edit : t.create} onClose={close} data-testid="link-drawer" extra={<Button type="primary" loading={save.isPending} onClick={submit} data-testid="save-link">{t.save}</Button>}>
      <Form layout="vertical" onFinish={submit}>
        {save.error ? <Alert type="error" showIcon role="alert" title={<Said text={sentenceOf(save.error)} />} description={<code className="soft">{codeOf(save.error)}</code>} /> : null}
        <Form.Item label={t.name} htmlFor="link-name" required extra={t.nameHint} {...(tried && name.trim() === '' ? { validateStatus: 'error', help: t.needName } : {})}>
          <Input id="link-name" value={name} maxLength={30} showCount onChange={({ target }) => setName(target.value)} />
        </Form.Item>
        <Form.Item label={t.staff} htmlFor="link-staff" extra={t.hint(most)} {...(tried && !hasPeople ? { validateStatus: 'error', help: t.needStaff } : {})}>
          <StaffPicker id="link-staff" label={t.staff} value={staff} max={most} onChange={setStaff} />
        </Form.Item>
        <Form.Item label={t.departments} htmlFor="link-departments">
          <TreeSelect<number[]>
            id="link-departments" aria-label={t.departments} placeholder={t.choose} multiple treeDefaultExpandAll value={departmentIds} onChange={setDepartments} loading={departments.isPending} style={{ width: '100%' }} treeDataSimpleMode showSearch={{ treeNodeFilterProp: 'title' }}
            treeData={(departments.data?.items ?? []).map((one) => ({ id: one.departmentId, pId: one.parentId, value: one.departmentId, title: one.name ?? String(one.departmentId) }))}
          />
        </Form.Item>
        <Form.Item label={t.skip} htmlFor="link-skip" extra={skipVerify ? t.skipOn : t.skipOff} layout="horizontal"><Switch id="link-skip" aria-label={t.skip} checked={skipVerify} onChange={setSkip} /></Form.Item>
        <Form.Item label={t.channel} htmlFor="link-channel" extra={t.channelHint}><ChannelPicker id="link-channel" label={t.channel} value={channelId} onChange={setChannel} /></Form.Item>
      </Form>
    </Drawer>
  );
}
