import { MoreOutlined } from '@ant-design/icons';
import { Button, Checkbox, Dropdown, Modal, Spin } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { TagGroup, UseKind } from '@scrm/shared/tag';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { figure, marks, words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { Marks } from './Marks';
import { MergeDialog } from './MergeDialog';
import { RenameDialog } from './RenameDialog';
import { isChangeable, useTagWords } from './words';

const useWords = words({
  zh: {
    pick: (name: string) => `选择标签 ${name}`, askTitle: (name: string) => `删除标签「${name}」？`, askText: (n: string) => `${n} 位客户身上的这个标签会一起去掉，企业微信中也会删除，不能恢复。`,
    usedBy: '还用在这些地方，之后不再起作用：', used: (kind: UseKind, name: string) => `${{ liveCode: '活码', welcomeRule: '欢迎语规则', groupCode: '群活码', channel: '渠道' }[kind]}「${name}」`, hidden: (n: string) => `另有 ${n} 处你看不到`,
  },
  en: {
    pick: (name: string) => `Select the tag ${name}`, askTitle: (name: string) => `Delete the tag “${name}”?`, askText: (n: string) => `It is taken off ${counted(n, 'customer')} and deleted in WeCom too. This cannot be undone.`,
    usedBy: 'It is still used here, to no effect later:', used: (kind: UseKind, name: string) => `${{ liveCode: 'Live code', welcomeRule: 'Welcome rule', groupCode: 'Group code', channel: 'Channel' }[kind]} “${name}”`, hidden: (n: string) => `${n} more that you cannot see`,
  },
});

type Doing = 'rename' | 'merge' | 'move' | 'remove' | null;

/** A tag of the library, with what can be done with it. */
export function TagLine({ tag, group, groups, picked, onPick, onOrder }: {
  tag: TagGroup['tags'][number]; group: TagGroup; groups: TagGroup[]; picked: boolean; onPick: (on: boolean) => void; onOrder: (change: -1 | 1) => void;
}) {
  const t = useWords();
  const all = useTagWords();
  const allowed = useAllowed();
  const [doing, setDoing] = useState<Doing>(null);
  const remove = useAct(() => api.tags.remove({ id: tag.id }), { done: all.removed, touches: ['tags', 'customers'], onDone: () => setDoing(null) });
  const editable = isChangeable(tag) && allowed('tags.rename');
  const place = group.tags.findIndex(({ id }) => id === tag.id);

  const items = [
    { key: 'rename', label: all.rename, onClick: () => setDoing('rename') },
    { key: 'up', label: all.up, disabled: place === 0, onClick: () => onOrder(-1) },
    { key: 'down', label: all.down, disabled: place === group.tags.length - 1, onClick: () => onOrder(1) },
    { key: 'merge', label: all.merge, onClick: () => setDoing('merge') },
    { key: 'move', label: all.move, onClick: () => setDoing('move') },
    { key: 'remove', label: all.remove, danger: true, onClick: () => setDoing('remove') },
  ];

  return (
    <li className="tag-line" data-testid={`tag-${tag.id}`}>
      {editable ? <Checkbox checked={picked} aria-label={t.pick(tag.name)} onChange={({ target }) => onPick(target.checked)} /> : null}
      <span className="tag-line-name"><span>{tag.name}</span>{group.ours === tag.ours && group.lockedFor === tag.lockedFor ? null : <Marks of={tag} />}</span>
      <Link className="small figures nowrap" to={`/customers?tagIds=${tag.id}`}>{all.customers(figure(tag.customerCount))}</Link>
      {editable ? <Dropdown trigger={['click']} menu={{ items }}><Button type="text" size="small" icon={<MoreOutlined />} aria-label={`${all.more}${marks().colon}${tag.name}`} data-testid={`tag-more-${tag.id}`} /></Dropdown> : null}
      {doing === 'rename' ? <RenameDialog of={tag} kind="tag" onClose={() => setDoing(null)} /> : null}
      {doing === 'merge' || doing === 'move' ? <MergeDialog tag={tag} groups={groups} moves={doing === 'move'} onClose={() => setDoing(null)} /> : null}
      {doing === 'remove' ? (
        <Modal
          open title={t.askTitle(tag.name)} okText={all.remove} cancelText={all.keep} okButtonProps={{ danger: true }} confirmLoading={remove.isPending}
          onOk={() => remove.mutate(undefined)} onCancel={() => setDoing(null)}
        >
          <Losses tag={tag} />
        </Modal>
      ) : null}
    </li>
  );
}

/** What goes with a tag: the customers who have it, and what else gives it. */
function Losses({ tag }: { tag: TagGroup['tags'][number] }) {
  const t = useWords();
  const uses = useQuery(ask('tags', 'uses', { id: tag.id }));
  return (
    <div className="stack">
      <p>{t.askText(figure(uses.data?.customers ?? tag.carriers))}</p>
      {uses.isPending ? <Spin size="small" /> : null}
      {uses.data && uses.data.items.length + uses.data.hidden > 0 ? <div>{t.usedBy}<ul>{uses.data.items.map((use) => <li key={use.id}>{t.used(use.kind, use.name)}</li>)}{uses.data.hidden > 0 ? <li className="soft">{t.hidden(figure(uses.data.hidden))}</li> : null}</ul></div> : null}
    </div>
  );
}
