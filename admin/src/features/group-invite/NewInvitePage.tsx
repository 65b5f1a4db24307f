import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { InvitePreview } from '@scrm/shared/group-invite';
import type { StaffRef } from '@scrm/shared/org';
import type { TagRef } from '@scrm/shared/tag';
import { counted, punctuation } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { figure, useLanguage, words } from '../../kit/language';
import { useLeaveGuard } from '../../kit/leave-guard';
import { Phone } from '../../kit/message/Phone';
import { PageHead } from '../../kit/page-head';
import { Said, StaffName } from '../../kit/person';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { TagPicker } from '../../kit/pick/TagPicker';
import { CodeSelect } from '../../kit/pick/CodeSelect';
import { codeOf, sentenceOf } from '../../kit/problem';
import '../live-code/live-code.css';

const useWords = words({
  zh: {
    title: '新建标签邀请', about: '每位员工会在企业微信收到一条群发任务，确认后才发出。', name: '任务名称', namePlaceholder: '例如：邀请上海客户进群', staff: '执行员工', tags: '客户标签', tagsHint: '带有任一标签的好友；同一位客户只由最近添加 TA 的员工邀请', code: '邀请进哪个群活码', choose: '选择群活码', text: '邀请的话', send: '下发给员工', cancel: '取消',
    preview: (n: string, staff: string) => `将邀请 ${n} 位客户，由 ${staff} 名员工发送`, alreadyIn: (n: string) => `另有 ${n} 位已在群里，不会收到`, today: (n: string) => `其中 ${n} 位今天已在别的邀请任务里，企业微信可能不再发给他们`, nobody: '没有需要邀请的客户', noFriends: '这些员工的好友里没有人带这些标签，换标签或加员工再看。', allIn: (n: string) => `带这些标签的 ${n} 位客户都已在群里。要邀请更多人，换标签或加员工。`, closed: '这个群活码现在没有可以进的群，不能下发', toCode: '去群活码加新群或换二维码', missing: (what: string) => `还没有填：${what}`, missingHint: '填好后，这里会显示能邀请多少位客户、由谁发送。', blank: '选好群活码后，这里是客户收到的邀请', quota: '企业微信规定每位客户每月收到的群发次数不超过当月天数，超过的客户会在结果里标出。', refused: '没有下发', made: '已下发', chat: '客户看到的样子',
  },
  en: {
    title: 'New invitation by tag', about: 'Each member gets a mass-send task in WeCom; nothing goes out before they confirm.', name: 'Name', namePlaceholder: 'For example: customers in Shanghai', staff: 'Staff', tags: 'Tags', tagsHint: 'Friends with any of these; each customer is invited once, by whoever added them last', code: 'Group code', choose: 'Choose a group code', text: 'Message', send: 'Hand out to staff', cancel: 'Cancel',
    preview: (n: string, staff: string) => `${counted(n, 'customer')}, by ${counted(staff, 'staff member')}`, alreadyIn: (n: string) => `${counted(n, 'more is in a group already and gets', 'more are in a group already and get')} nothing`, today: (n: string) => `${n} of them are in another task of today; WeCom may not deliver a second message`, nobody: 'There is nobody to invite', noFriends: 'None of these members’ friends has these tags: choose other tags or more staff.', allIn: (n: string) => `${counted(n, 'customer with these tags is', 'customers with these tags are')} in a group already. To invite more, choose other tags or more staff.`, closed: 'This group code has no group to join now', toCode: 'Add a group or a fresh picture to the group code', missing: (what: string) => `Still missing: ${what}`, missingHint: 'Once it is there, this says how many customers can be invited and by whom.', blank: 'Choose a group code, and the invitation stands here as the customer gets it', quota: 'WeCom lets each customer have at most as many mass messages in a month as it has days; who had them is marked in the results.', refused: 'Not handed out', made: 'Handed out', chat: 'What the customer sees',
  },
});

/** One task, however often the button is pressed. */
const freshKey = () => crypto.randomUUID().replaceAll('-', '');

export function NewInvitePage() {
  const t = useWords();
  const navigate = useNavigate();
  const language = useLanguage();
  const [key] = useState(freshKey);
  const [name, setName] = useState('');
  const [staff, setStaff] = useState<StaffRef[]>([]);
  const [tags, setTags] = useState<TagRef[]>([]);
  const [groupCodeId, setGroupCodeId] = useState<string>();
  const [text, setText] = useState('');
  const chosen = useQuery({ ...ask('groupCodes', 'get', { id: groupCodeId ?? '' }), enabled: groupCodeId !== undefined }).data;
  const wish = { groupCodeId: groupCodeId ?? '', tagIds: tags.map((one) => one.id), staffIds: staff.map((one) => one.id) };
  const isWhole = groupCodeId !== undefined && tags.length > 0 && staff.length > 0;
  const preview = useQuery({ ...ask('groupInvites', 'preview', wish), enabled: isWhole });
  const create = useAct(() => api.groupInvites.createTask({ ...wish, name: name.trim(), text: text.trim(), key }), { quiet: true, done: t.made, touches: ['groupInvites'], onDone: ({ id }) => navigate(`/group-invites/${id}`, { replace: true }) });
  useLeaveGuard((name !== '' || text !== '' || tags.length > 0) && !create.isSuccess);
  const { data } = preview;
  const missing = [...(name.trim() === '' ? [t.name] : []), ...(staff.length === 0 ? [t.staff] : []), ...(tags.length === 0 ? [t.tags] : []), ...(groupCodeId === undefined ? [t.code] : [])];
  const isReady = isWhole && name.trim() !== '' && data !== undefined && data.open && data.customers > 0;
  return (
    <div className="stack">
      <PageHead title={t.title} about={t.about} />
      <div className="editor">
        <Form layout="vertical" className="editor-form" component="form" data-testid="invite-form" onFinish={() => isReady && create.mutate(undefined)}>
          {create.error ? <Alert type="error" showIcon role="alert" title={t.refused} description={<><Said text={sentenceOf(create.error)} /> <code className="soft">{codeOf(create.error)}</code></>} /> : null}
          <section className="panel editor-section">
            <Form.Item label={t.name} htmlFor="field-name" required><Input id="field-name" value={name} maxLength={64} showCount placeholder={t.namePlaceholder} onChange={({ target }) => setName(target.value)} /></Form.Item>
            <Form.Item label={t.staff} htmlFor="field-staff" required><StaffPicker id="field-staff" label={t.staff} max={200} value={staff} onChange={setStaff} /></Form.Item>
            <Form.Item label={t.tags} htmlFor="field-tags" required extra={t.tagsHint}><TagPicker id="field-tags" label={t.tags} max={50} value={tags} onChange={setTags} /></Form.Item>
            <Form.Item label={t.text} htmlFor="field-text"><Input.TextArea id="field-text" value={text} maxLength={1000} showCount autoSize={{ minRows: 3 }} onChange={({ target }) => setText(target.value)} /></Form.Item>
            <Form.Item label={t.code} htmlFor="field-code" required>
              <CodeSelect id="field-code" label={t.code} placeholder={t.choose} kinds={['groupCodes']} value={groupCodeId} onChange={(next) => setGroupCodeId(next ?? undefined)} />
            </Form.Item>
          </section>
          {preview.error ? <Alert type="error" showIcon title={<Said text={sentenceOf(preview.error)} />} /> : null}
          {missing.length > 0 ? <Alert type="info" showIcon data-testid="invite-missing" title={t.missing(missing.join(punctuation[language].comma))} description={isWhole ? undefined : t.missingHint} /> : null}
          {data ? <Preview data={data} groupCodeId={wish.groupCodeId} /> : null}
          <div className="editor-foot">
            <Button onClick={() => navigate('/group-invites')}>{t.cancel}</Button>
            <Button type="primary" htmlType="submit" disabled={!isReady} loading={create.isPending} data-testid="hand-out">{t.send}</Button>
          </div>
        </Form>
        <aside className="editor-side"><Phone title={staff[0] ? <StaffName staff={staff[0]} /> : t.chat} name={staff[0]?.name ?? null} avatarUrl={staff[0]?.avatarUrl ?? ''} text={text} attachments={chosen ? [{ kind: 'link', title: chosen.name, url: chosen.url, desc: '', picUrl: '' }] : []} blank={t.blank} /></aside>
      </div>
    </div>
  );
}

/** Whom it would invite; where that is nobody, why and what to do. */
function Preview({ data: { open, customers, alreadyIn, askedToday, staff }, groupCodeId }: { data: InvitePreview; groupCodeId: string }) {
  const t = useWords();
  if (!open) return <Alert type="warning" showIcon data-testid="invite-preview" title={t.closed} description={<Link to={`/group-codes/${groupCodeId}`}>{t.toCode}</Link>} />;
  if (customers === 0) return <Alert type="warning" showIcon data-testid="invite-preview" title={t.nobody} description={alreadyIn > 0 ? t.allIn(figure(alreadyIn)) : t.noFriends} />;
  return (
    <Alert
      type="info" showIcon data-testid="invite-preview" title={t.preview(figure(customers), figure(staff.filter((one) => one.customers > 0).length))}
      description={<>{alreadyIn > 0 ? <div>{t.alreadyIn(figure(alreadyIn))}</div> : null}{askedToday > 0 ? <div className="warning">{t.today(figure(askedToday))}</div> : null}<div className="soft">{t.quota}</div></>}
    />
  );
}
