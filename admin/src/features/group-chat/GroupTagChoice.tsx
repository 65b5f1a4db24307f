import { useQuery } from '@tanstack/react-query';
import { Modal, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { GroupTagRef } from '@scrm/shared/group-chat';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { ChoiceList } from '../../kit/list/ChoiceList';
import { FilterChip } from '../../kit/list/filters';

const useWords = words({
  zh: {
    chip: '群标签', search: '搜索群标签', and: '、', title: (n: number) => (n === 1 ? '给这个群打标签' : `给 ${n} 个群打标签`), add: '添加群标签', remove: '去掉群标签', save: '保存', cancel: '取消', pick: '选择群标签',
    done: (n: number) => `${n} 个群的标签已更新`, none: '还没有群标签。', toLibrary: '去建群标签', apart: '群标签只用于客户群，与客户标签互不影响。',
  },
  en: {
    chip: 'Group tags', search: 'Search group tags', and: ', ', title: (n: number) => (n === 1 ? 'Tag this group' : `Tag ${n} groups`), add: 'Add group tags', remove: 'Remove group tags', save: 'Save', cancel: 'Cancel', pick: 'Choose group tags',
    done: (n: number) => `Tags of ${counted(n, 'group')} updated`, none: 'There are no group tags yet.', toLibrary: 'Make group tags', apart: 'Group tags are for group chats only; customers’ tags are another library.',
  },
});

/** Any of these tags of the group-chat library. */
export function GroupTagChip({ ids, onChange }: { ids: string[]; onChange: (ids: string[]) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const categories = useQuery(ask('groupTags', 'list', {}));
  const choices = categories.data?.items.flatMap((one) => one.tags.map(({ id, name }) => ({ id, label: name, group: one.name })));
  const names = new Map(choices?.map(({ id, label }) => [id, label]));
  return (
    <FilterChip name={t.chip} wide value={ids.map((id) => names.get(id) ?? '…').join(t.and)} onRemove={() => onChange([])}>
      {() => (
        <ChoiceList
          label={t.search} many typed={typed} onType={setTyped} chosen={ids} choices={choices?.filter(({ label }) => label.toLowerCase().includes(typed.trim().toLowerCase()))}
          onChoose={(id) => onChange(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id])}
        />
      )}
    </FilterChip>
  );
}

/** Adds and removes tags on one or many groups. `has`: what a single group carries. */
export function GroupTagDialog({ ids, has = [], onClose, onDone }: { ids: string[]; has?: readonly GroupTagRef[]; onClose: () => void; onDone?: () => void }) {
  const t = useWords();
  const single = ids.length === 1;
  const had = has.map((tag) => tag.id);
  const [chosen, setChosen] = useState(had);
  const [removed, setRemoved] = useState<string[]>([]);
  const categories = useQuery(ask('groupTags', 'list', {}));
  const options = (categories.data?.items ?? []).map((one) => ({ label: one.name, options: one.tags.map((tag) => ({ value: tag.id, label: tag.name })) }));
  const add = chosen.filter((id) => !had.includes(id));
  const remove = single ? had.filter((id) => !chosen.includes(id)) : removed;
  const save = useAct(() => api.groupChats.tag({ ids, add, remove }), {
    done: (reply) => t.done(reply.changed), touches: ['groupChats', 'groupTags'],
    onDone: () => {
      onDone?.();
      onClose();
    },
  });
  const select = (label: string, value: string[], onChange: (ids: string[]) => void, testId: string) => (
    <label className="stack"><span>{label}</span>
      <Select mode="multiple" value={value} onChange={onChange} options={options} placeholder={t.pick} optionFilterProp="label" style={{ width: '100%' }} aria-label={label} data-testid={testId} />
    </label>
  );
  return (
    <Modal
      open title={t.title(ids.length)} okText={t.save} cancelText={t.cancel} confirmLoading={save.isPending} okButtonProps={{ disabled: add.length + remove.length === 0 }}
      onOk={() => save.mutate(undefined)} onCancel={onClose} destroyOnHidden
    >
      <div className="stack">
        <p className="soft">{t.apart}</p>
        {categories.error ? <ErrorNote compact error={categories.error} onAgain={() => void categories.refetch()} /> : null}
        {categories.data?.items.length === 0 ? <p>{t.none} <Link to="/group-tags">{t.toLibrary}</Link></p> : null}
        {select(single ? t.chip : t.add, chosen, setChosen, 'group-tags-add')}
        {single ? null : select(t.remove, removed, setRemoved, 'group-tags-remove')}
      </div>
    </Modal>
  );
}
