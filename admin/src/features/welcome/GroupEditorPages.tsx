import { Button, Checkbox, Form, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { GroupWelcome, GroupWelcomeInput } from '@scrm/shared/group-welcome';
import { groupWelcomeBytes, nicknameMark } from '@scrm/shared/welcome-kind';
import type { Message } from '@scrm/shared/message';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { EditPage } from '../../kit/edit-page';
import { words } from '../../kit/language';
import { useLeaveGuard } from '../../kit/leave-guard';
import { isSound, MessageEditor } from '../../kit/message/MessageEditor';
import { Phone } from '../../kit/message/Phone';
import { PageHead } from '../../kit/page-head';
import { FaultSummary } from '../live-code/FaultSummary';
import '../live-code/live-code.css';
import './welcome.css';

const useWords = words({
  zh: {
    create: '新建入群欢迎语', edit: '编辑入群欢迎语', about: '保存后，群主可以在企业微信里为自己的群选用。文字和一个附件。', name: '名称', nameHint: '只有你们看得到', what: '内容', nickname: '新成员昵称', placeholder: '例如：欢迎 %NICKNAME%，点开看看本周活动', notify: '通知有群的成员去选用', notifyHint: '只在新建时由企业微信通知一次', save: '保存', cancel: '取消', saved: '已保存',
    sample: '李梅', group: '新客福利群 (86)', owner: '群主', preview: '群里看到的样子', needName: '请填写名称', needWords: '请填写文字或添加附件', unsound: '还有没填好的内容（文字最多 3000 字节）',
  },
  en: {
    create: 'New group welcome', edit: 'Edit group welcome', about: 'Once saved, group owners can choose it for their groups in WeCom. A text and one attachment.', name: 'Name', nameHint: 'Only you see it', what: 'Content', nickname: 'New member’s name', placeholder: 'For example: Welcome %NICKNAME%, see what is on this week', notify: 'Tell staff who have groups', notifyHint: 'WeCom tells them once, when it is made', save: 'Save', cancel: 'Cancel', saved: 'Saved',
    sample: 'Li Mei', group: 'New customers (86)', owner: 'Owner', preview: 'What the group sees', needName: 'Give it a name', needWords: 'Write a text or add an attachment', unsound: 'Something is not complete (at most 3,000 bytes of text)',
  },
});
const list = '/welcome/groups';

interface Draft { name: string; message: Message; notify: boolean }
const inputOf = ({ name, message, notify }: Draft): GroupWelcomeInput => ({ name: name.trim(), message: { text: message.text, attachment: message.attachments[0] ?? null }, notify });
const draftOf = ({ name, message, notify }: GroupWelcome): Draft => ({ name, message: { text: message.text, attachments: message.attachment ? [message.attachment] : [] }, notify });

export function NewGroupWelcomePage() {
  const t = useWords();
  const navigate = useNavigate();
  const create = useAct((draft: Draft) => api.groupWelcomes.create(inputOf(draft)), { quiet: true, done: t.saved, touches: ['groupWelcomes'], onDone: () => navigate(list, { replace: true }) });
  return <div className="stack"><PageHead title={t.create} about={t.about} /><Editor isNew start={{ name: '', message: { text: '', attachments: [] }, notify: true }} saving={create.isPending} error={create.error} onSave={create.mutate} /></div>;
}

export function EditGroupWelcomePage() {
  const t = useWords();
  return <EditPage of="groupWelcomes" load={(id) => api.groupWelcomes.get({ id })} title={t.edit} about={t.about}>{(row, onReload) => <Editing row={row} onReload={onReload} />}</EditPage>;
}

function Editing({ row, onReload }: { row: GroupWelcome; onReload: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const update = useAct((draft: Draft) => api.groupWelcomes.update({ ...inputOf(draft), id: row.id, updatedAt: row.updatedAt }), { quiet: true, done: t.saved, touches: ['groupWelcomes'], onDone: () => navigate(list, { replace: true }) });
  return <Editor start={draftOf(row)} saving={update.isPending} error={update.error} onSave={update.mutate} onReload={onReload} />;
}

function Editor({ start, saving, error, onSave, onReload, isNew = false }: { start: Draft; saving: boolean; error: unknown; onSave: (draft: Draft) => void; onReload?: () => void; isNew?: boolean }) {
  const t = useWords();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const [fileNames, setFileNames] = useState<Record<string, string>>({});
  useLeaveGuard(JSON.stringify(draft) !== JSON.stringify(start));
  const faultsOf = ({ name, message }: Draft) => [
    ...(name.trim() ? [] : [{ field: 'name', text: t.needName }]), ...(message.text.trim() || message.attachments.length > 0 ? [] : [{ field: 'message', text: t.needWords }]), ...(isSound(message, groupWelcomeBytes) ? [] : [{ field: 'message', text: t.unsound }]),
  ];
  const faults = tried ? faultsOf(draft) : [];
  function save(): void {
    setTried(true);
    if (faultsOf(draft).length === 0) onSave(draft);
  }
  const nameFault = faults.find(({ field }) => field === 'name');
  return (
    <div className="editor">
      <Form layout="vertical" className="editor-form" onFinish={save} component="form" data-testid="group-welcome-form">
        <FaultSummary faults={faults} error={error} onReload={onReload} />
        <section className="panel editor-section">
          <Form.Item label={t.name} htmlFor="field-name" required extra={t.nameHint} {...(nameFault && { validateStatus: 'error' as const, help: nameFault.text })}>
            <Input id="field-name" value={draft.name} maxLength={64} showCount onChange={({ target }) => setDraft({ ...draft, name: target.value })} />
          </Form.Item>
          {isNew ? <Form.Item extra={t.notifyHint}><Checkbox checked={draft.notify} onChange={({ target }) => setDraft({ ...draft, notify: target.checked })}>{t.notify}</Checkbox></Form.Item> : null}
        </section>
        <section className="panel editor-section" id="field-message" tabIndex={-1}>
          <h2>{t.what}</h2>
          <MessageEditor
            value={draft.message} showFaults={tried} fileNames={fileNames} marks={[{ id: 'nickname', mark: nicknameMark, name: t.nickname }]} mostBytes={groupWelcomeBytes} mostAttachments={1} placeholder={t.placeholder}
            onChange={(message) => setDraft((before) => ({ ...before, message }))} onFileName={(fileId, name) => setFileNames((before) => ({ ...before, [fileId]: name }))}
          />
        </section>
        <div className="editor-foot"><Button onClick={() => navigate(list)}>{t.cancel}</Button><Button type="primary" htmlType="submit" loading={saving} data-testid="save">{t.save}</Button></div>
      </Form>
      <aside className="editor-side" aria-label={t.preview}>
        <span className="soft small">{t.preview}</span>
        <Phone title={t.group} name={t.owner} avatarUrl="" text={draft.message.text.replaceAll(nicknameMark, `@${t.sample}`)} attachments={draft.message.attachments} fileNames={fileNames} />
      </aside>
    </div>
  );
}
