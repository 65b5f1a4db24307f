import { Alert, AutoComplete, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import type { TagGroup } from '@scrm/shared/tag';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { figure, words } from '../../kit/language';
import { useStartTask } from '../../kit/task/start';
import { useTagWords } from './words';

type Tag = TagGroup['tags'][number];

const useWords = words({
  zh: {
    mergeTitle: (name: string) => `把「${name}」合并到`, moveTitle: (name: string) => `把「${name}」移到`, into: '目标标签', group: '目标标签组', groupHint: '选一个，或输入新的组名', merge: '合并', move: '移动',
    mergeText: (n: string, name: string) => `${n} 位客户会得到目标标签，「${name}」随后在这里和企业微信中删除，活码中的也一并替换。合并不能撤销。`,
    moveText: (n: string) => `企业微信不能直接移动标签：会在目标组新建同名标签，为 ${n} 位客户换上，再删除原来的。`,
  },
  en: {
    mergeTitle: (name: string) => `Merge “${name}” into`, moveTitle: (name: string) => `Move “${name}” to`, into: 'Tag', group: 'Group', groupHint: 'Choose one, or type a new name', merge: 'Merge', move: 'Move',
    mergeText: (n: string, name: string) => `${counted(n, 'customer gets', 'customers get')} the other tag, then “${name}” is deleted here and in WeCom; live codes follow. This cannot be undone.`,
    moveText: (n: string) => `WeCom cannot move a tag: one of the same name is made in the other group, ${counted(n, 'customer gets', 'customers get')} it, then the old one is deleted.`,
  },
});

/** Both are the same work: everybody gets the other tag, then this one is deleted. Moving makes the other one first. */
export function MergeDialog({ tag, groups, moves, onClose }: { tag: Tag; groups: TagGroup[]; moves: boolean; onClose: () => void }) {
  const t = useWords();
  const all = useTagWords();
  const [into, setInto] = useState<string>();
  const [group, setGroup] = useState('');
  const start = useStartTask(onClose);
  const merge = (target: string) => start.mutateAsync({ kind: 'tag.merge', input: { from: tag.id, into: target } });
  const move = useAct(async () => {
    const made = await api.tags.create({ groupName: group.trim(), names: [tag.name] });
    await merge(made.tags.find((one) => one.name === tag.name)!.id).catch(() => undefined);
  }, { touches: ['tags'] });
  const options = groups.map((one) => ({
    label: one.name, title: one.name, options: one.tags.filter(({ id }) => id !== tag.id).map(({ id, name }) => ({ value: id, label: name, title: name })),
  })).filter((one) => one.options.length > 0);
  const others = groups.filter((one) => one.lockedFor === null && !one.tags.some(({ id }) => id === tag.id));
  return (
    <Modal
      open title={moves ? t.moveTitle(tag.name) : t.mergeTitle(tag.name)} okText={moves ? t.move : t.merge} cancelText={all.cancel} confirmLoading={start.isPending || move.isPending} onCancel={onClose} destroyOnHidden
      okButtonProps={{ danger: !moves, disabled: moves ? group.trim() === '' : into === undefined }} onOk={() => (moves ? move.mutate(undefined) : void merge(into!).catch(() => undefined))}
    >
      <Form layout="vertical">
        {moves ? (
          <Form.Item label={t.group} extra={t.groupHint} htmlFor="move-group"><AutoComplete id="move-group" value={group} maxLength={30} onChange={setGroup} options={others.map(({ name }) => ({ value: name }))} showSearch={{ filterOption: (text, option) => String(option?.value).includes(text) }} /></Form.Item>
        ) : (
          <Form.Item label={t.into} htmlFor="merge-into"><Select id="merge-into" showSearch={{ optionFilterProp: 'label' }} value={into} onChange={setInto} options={options} style={{ width: '100%' }} /></Form.Item>
        )}
        <Alert type="warning" showIcon title={moves ? t.moveText(figure(tag.carriers)) : t.mergeText(figure(tag.carriers), tag.name)} />
      </Form>
    </Modal>
  );
}
