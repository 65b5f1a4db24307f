import { DeleteOutlined, PlusOutlined, ReloadOutlined, SyncOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Badge, Button } from 'antd';
import { Link } from 'react-router-dom';
import type { GroupWelcome } from '@scrm/shared/group-welcome';
import { counted } from '@scrm/shared/text';
import { nicknameMark } from '@scrm/shared/welcome-kind';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Allow, useAllowed } from '../../kit/me';
import { Ago } from '../../kit/time';

const useWords = words({
  zh: {
    platform: '由企业微信发送', points: [
      '每个群用哪一条由群主在企业微信里选择：群设置 → 入群欢迎语 → 企业素材。这里只能准备素材。', '短时间内有多人进群时，企业微信会合并成一条，一起提到新成员；两条之间有最短间隔，由企业微信决定。', '全企业最多 100 条，其他应用建的也算在内；由其他应用建的只能在那里修改。',
    ],
    create: '新建入群欢迎语', check: '核对', checked: (gone: number, changed: number) => [gone > 0 ? `有 ${gone} 条已在企业微信中删除` : '', changed > 0 ? `有 ${changed} 条在企业微信中被改过` : ''].filter(Boolean).join('，') || '都和企业微信里的一样', taken: (n: string, most: string) => `已用 ${n} / ${most}`,
    name: '名称', words: '内容', state: '状态', seen: '上次核对', act: '操作', retry: '重新创建', restore: '改回', remove: '删除', removed: '已删除', edit: '编辑', member: '新成员', attached: '附件',
    states: { preparing: '提交中', ready: '可选用', failed: '未成功', unclear: '待确认', changed: '在企业微信被改过', gone: '已在企业微信删除', deleted: '已删除' } satisfies Record<GroupWelcome['state'], string>,
    ask: (name: string) => `删除「${name}」？`, askHint: '企业微信里的素材也会删除，正在使用它的群不再发送入群欢迎语。', ok: '删除', cancel: '取消', again: (name: string) => `重新创建「${name}」？`, againHint: '如果企业微信里其实已经有了，会出现两条。请先在企业微信管理后台查看。',
    emptyTitle: '还没有入群欢迎语', emptyHint: '写好一条，群主在企业微信里选用后，新成员进群就会收到。',
  },
  en: {
    platform: 'WeCom sends these', points: [
      'Which one a group uses is chosen by its owner in WeCom: group settings → 入群欢迎语 → company material. Here they are only prepared.', 'When several people join within a short time, WeCom makes one message of it that names them all; between two messages there is a pause that WeCom decides.', 'At most 100 in the whole company, those of other apps too; what another app made is changed there only.',
    ],
    create: 'New group welcome', check: 'Check', checked: (gone: number, changed: number) => [gone > 0 ? `${counted(gone, 'was', 'were')} deleted in WeCom` : '', changed > 0 ? `${counted(changed, 'was', 'were')} changed there` : ''].filter(Boolean).join(', ') || 'All of them are as in WeCom', taken: (n: string, most: string) => `${n} of ${most} used`,
    name: 'Name', words: 'Content', state: 'State', seen: 'Last checked', act: 'Action', retry: 'Make again', restore: 'Restore', remove: 'Delete', removed: 'Deleted', edit: 'Edit', member: 'the new member', attached: 'Attachment',
    states: { preparing: 'On its way', ready: 'Can be chosen', failed: 'Refused', unclear: 'To be looked at', changed: 'Changed in WeCom', gone: 'Deleted in WeCom', deleted: 'Deleted' },
    ask: (name: string) => `Delete “${name}”?`, askHint: 'It goes in WeCom too, and groups that use it greet nobody any more.', ok: 'Delete', cancel: 'Cancel', again: (name: string) => `Make “${name}” again?`, againHint: 'If it is in WeCom after all, there will be two. Look into WeCom’s console first.',
    emptyTitle: 'No group welcomes yet', emptyHint: 'Write one; once a group’s owner has chosen it in WeCom, new members get it.',
  },
});

const tones = { preparing: 'processing', ready: 'success', failed: 'error', unclear: 'warning', changed: 'warning', gone: 'warning', deleted: 'default' } as const satisfies Record<GroupWelcome['state'], string>;

/** What group owners can choose for their groups. */
export function GroupWelcomesPage() {
  const t = useWords();
  const rows = useQuery({ ...ask('groupWelcomes', 'list', {}), refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'preparing') ? 3000 : false) });
  const check = useAct(() => api.groupWelcomes.check({}), { done: ({ gone, changed }) => t.checked(gone, changed), touches: ['groupWelcomes'] });
  const create = <Allow to="groupWelcomes.create"><Link to="/welcome/groups/new"><Button type="primary" icon={<PlusOutlined />} data-testid="new-group-welcome">{t.create}</Button></Link></Allow>;
  const columns: Column<GroupWelcome>[] = [
    { key: 'name', title: t.name, width: 200, render: (row) => <Link className="ellipsis block" title={row.name} to={`/welcome/groups/${row.id}`}>{row.name}</Link> },
    { key: 'words', title: t.words, width: 320, render: ({ message }) => <span className="rule-words">{message.text.replaceAll(nicknameMark, `@${t.member}`) || <span className="soft">{t.attached}</span>}</span> },
    { key: 'state', title: t.state, width: 220, render: (row) => <><Badge status={tones[row.state]} text={t.states[row.state]} />{row.error ? <div className="soft small break">{row.error}</div> : null}</> },
    { key: 'seen', title: t.seen, width: 110, onPhone: 'hidden', render: ({ checkedAt }) => <Ago at={checkedAt} /> },
    { key: 'act', title: t.act, width: 160, render: (row) => <Actions row={row} /> },
  ];
  return (
    <ListPage<GroupWelcome>
      testId="group-welcomes" columns={columns} rows={{ ...rows, isPlaceholderData: false }} count={() => (rows.data ? t.taken(figure(rows.data.taken), figure(rows.data.limit)) : '')} rowLabel={(row) => row.name} empty={{ title: t.emptyTitle, hint: t.emptyHint, action: create }}
      above={(
        <div className="stack">
          <Alert type="info" showIcon title={t.platform} description={<ul className="fault-list">{t.points.map((point) => <li key={point}>{point}</li>)}</ul>} />
          <div className="row" style={{ justifyContent: 'flex-end' }}><Allow to="groupWelcomes.check"><Button icon={<SyncOutlined />} loading={check.isPending} onClick={() => check.mutate(undefined)} data-testid="check-group-welcomes">{t.check}</Button></Allow>{create}</div>
        </div>
      )}
    />
  );
}

function Actions({ row }: { row: GroupWelcome }) {
  const t = useWords();
  const allowed = useAllowed();
  const { modal } = App.useApp();
  const retry = useAct(() => api.groupWelcomes.retry({ id: row.id }), { touches: ['groupWelcomes'] });
  const remove = useAct(() => api.groupWelcomes.remove({ id: row.id }), { touches: ['groupWelcomes'], done: t.removed });
  function askRemove(): void {
    const onOk = () => remove.mutateAsync(undefined).catch(() => undefined);
    void modal.confirm({ title: t.ask(row.name), content: t.askHint, okText: t.ok, cancelText: t.cancel, okButtonProps: { danger: true }, onOk });
  }
  function again(): void {
    if (row.state !== 'unclear') retry.mutate(undefined);
    else void modal.confirm({ title: t.again(row.name), content: t.againHint, okText: t.retry, cancelText: t.cancel, onOk: () => retry.mutateAsync(undefined).catch(() => undefined) });
  }
  if (!allowed('groupWelcomes.remove')) return null;
  const isBroken = row.state === 'failed' || row.state === 'gone' || row.state === 'unclear' || row.state === 'changed';
  return (
    <span className="row">
      {isBroken ? <Button size="small" icon={<ReloadOutlined />} loading={retry.isPending} onClick={again} data-testid={`again-${row.name}`}>{row.state === 'changed' ? t.restore : t.retry}</Button> : null}
      <Button size="small" type="text" aria-label={`${t.remove} ${row.name}`} icon={<DeleteOutlined />} loading={remove.isPending} onClick={askRemove} />
    </span>
  );
}
