import { EllipsisOutlined, InboxOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Dropdown, Skeleton, Tree } from 'antd';
import type { DataNode } from 'antd/es/tree';
import { Link } from 'react-router-dom';
import type { Channel } from '@scrm/shared/channel';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { Allow, useAllowed } from '../../kit/me';
import type { ChannelDialogs } from './dialogs';
import { rootsOf, totalsOf } from './tree';
import '../org/org.css';
import './channel.css';

const useWords = words({
  zh: {
    title: '渠道', all: '全部活码', none: '未分类', archived: '已归档', add: '新建渠道', more: (name: string) => `渠道「${name}」的操作`, edit: '查看与编辑', numbers: '数据', below: '新建下级渠道', move: '移动', archive: '归档', restore: '取消归档',
    askTitle: (name: string) => `归档渠道「${name}」？`, askText: '它和下级渠道、其中的活码会从列表里收起。已印出的二维码照常使用，客户照常打上渠道标签；随时可以取消归档。', keep: '返回', done: '已归档', back: '已取消归档', hint: '把活码按投放的地方分类，记下负责人和花费。',
  },
  en: {
    title: 'Channels', all: 'All codes', none: 'Not classified', archived: 'Archived', add: 'New channel', more: (name: string) => `Actions of the channel “${name}”`, edit: 'View and edit', numbers: 'Figures', below: 'New channel below', move: 'Move', archive: 'Archive', restore: 'Restore',
    askTitle: (name: string) => `Archive the channel “${name}”?`, askText: 'It, the channels below it and their codes leave the lists. Printed codes go on working and customers still get the channel’s tag; you can restore it at any time.', keep: 'Back', done: 'Archived', back: 'Restored', hint: 'Sort codes by where they are put, and note who looks after each place and what it costs.',
  },
});

/** What is chosen: a channel's id, `none`, `archived`, or everything. */
export type Choice = string | undefined;

export function ChannelTree({ value, onChange, dialogs }: { value: Choice; onChange: (value: Choice) => void; dialogs: ChannelDialogs }) {
  const t = useWords();
  const allowed = useAllowed();
  const { modal } = App.useApp();
  const channels = useQuery(ask('channels', 'list', {}));
  const counts = useQuery(ask('liveCodes', 'counts', {}));
  const archive = useAct((input: { id: string; archived: boolean }) => api.channels.archive(input), { done: t.done, touches: ['channels', 'liveCodes'] });
  if (channels.isPending) return <Skeleton active title={false} paragraph={{ rows: 6 }} />;
  if (!channels.data) return <ErrorNote compact error={channels.error} onAgain={() => void channels.refetch()} />;

  const items = channels.data.items.filter((one) => !one.archived || one.id === value);
  const totals = totalsOf(items, counts.data?.items ?? []);
  const loose = counts.data?.items.find(({ channelId }) => channelId === null)?.count ?? 0;

  function askFirst(one: Channel): void {
    if (one.archivedAt !== null) return archive.mutate({ id: one.id, archived: false });
    modal.confirm({ title: t.askTitle(one.name), content: t.askText, okText: t.archive, cancelText: t.keep, onOk: () => archive.mutateAsync({ id: one.id, archived: true }).catch(() => undefined) });
  }

  function node(one: Channel): DataNode {
    const menu = [
      { key: 'edit', label: t.edit, onClick: () => dialogs.edit({ channel: one }) },
      ...(allowed('codeNumbers.table') ? [{ key: 'numbers', label: <Link to={`/code-numbers?by=code&channelId=${one.id}`}>{t.numbers}</Link> }] : []),
      ...(allowed('channels.create') ? [{ key: 'below', label: t.below, onClick: () => dialogs.edit({ parentId: one.id }) }] : []),
      ...(allowed('channels.move') && one.mine ? [{ key: 'move', label: t.move, onClick: () => dialogs.move(one) }, { key: 'archive', label: one.archivedAt === null ? t.archive : t.restore, onClick: () => askFirst(one) }] : []),
    ];
    return {
      key: one.id,
      title: (
        <span className="org-node">
          <span className="ellipsis" title={one.path}>{one.name}</span>
          <span className="channel-end" onClick={(event) => event.stopPropagation()}>
            <span className="soft small figures">{figure(totals.get(one.id) ?? 0)}</span>
            <Dropdown menu={{ items: menu }} trigger={['click']}>
              <Button type="text" size="small" icon={<EllipsisOutlined />} aria-label={t.more(one.name)} data-testid={`channel-menu-${one.name}`} />
            </Dropdown>
          </span>
        </span>
      ),
      children: items.filter(({ parentId }) => parentId === one.id).map(node),
    };
  }

  const line = (key: Choice, label: string, count?: number) => (
    <button type="button" className={value === key ? 'org-all org-all-on channel-line' : 'org-all channel-line'} aria-pressed={value === key} onClick={() => onChange(key)}>
      <span>{key === 'archived' ? <><InboxOutlined /> {label}</> : label}</span>{count === undefined ? null : <span className="soft small figures">{figure(count)}</span>}
    </button>
  );
  return (
    <div data-testid="channel-tree">
      <div className="between channel-head">
        <strong>{t.title}</strong>
        <Allow to="channels.create"><Button type="text" size="small" icon={<PlusOutlined />} aria-label={t.add} title={t.add} data-testid="new-channel" onClick={() => dialogs.edit({ parentId: null })} /></Allow>
      </div>
      {line(undefined, t.all)}
      {/* With a channel more the tree is drawn anew, so that the new one is seen. */}
      {items.length === 0 ? <p className="soft small channel-hint">{t.hint}</p> : (
        <Tree
          key={items.map(({ id, parentId }) => id + parentId).join()} blockNode defaultExpandAll treeData={rootsOf(items).map(node)}
          selectedKeys={value === undefined ? [] : [value]} onSelect={([key]) => onChange(key === undefined ? undefined : String(key))}
        />
      )}
      {line('none', t.none, loose)}
      {counts.data && counts.data.archived > 0 ? line('archived', t.archived, counts.data.archived) : null}
    </div>
  );
}
