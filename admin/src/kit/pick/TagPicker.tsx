import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useRef, useState } from 'react';
import type { TagRef } from '@scrm/shared/tag';
import { ask } from '../ask';
import { words } from '../language';
import { Allow } from '../me';
import { sentenceOf } from '../problem';
import { NewTag } from './NewTag';

const useWords = words({
  zh: { search: '搜索标签', none: '没有找到标签', loading: '正在读取…', make: '新建标签', makeNamed: (name: string) => `新建标签「${name}」` },
  en: { search: 'Search tags', none: 'No tags found', loading: 'Loading…', make: 'New tag', makeNamed: (name: string) => `New tag “${name}”` },
});

interface TagPickerProps {
  value?: TagRef[];
  onChange?: (tags: TagRef[]) => void;
  id?: string;
  label: string;
  max?: number;
  /** Offers to make a tag that does not exist yet. */
  creates?: boolean;
}

/** Chooses company tags by group; a missing one can be made on the spot. */
export function TagPicker({ value = [], onChange, id, label, max, creates }: TagPickerProps) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const [making, setMaking] = useState<string>();
  const [open, setOpen] = useState(false);
  const groups = useQuery(ask('tags', 'list', {}));
  const known = useRef(new Map<string, TagRef>());
  for (const one of value) known.current.set(one.id, one);
  for (const group of groups.data?.items ?? []) {
    for (const tag of group.tags) known.current.set(tag.id, { id: tag.id, name: tag.name, groupName: group.name });
  }

  const shown = new Set((groups.data?.items ?? []).filter(({ usable }) => usable).flatMap((group) => group.tags.map((tag) => tag.id)));
  const strangers = value.filter((one) => !shown.has(one.id));
  const options = [
    ...(groups.data?.items ?? []).filter((group) => group.usable && group.tags.length > 0).map((group) => ({
      label: group.name, title: group.name, options: group.tags.map((tag) => ({ value: tag.id, label: tag.name, title: tag.name })),
    })),
    // A tag that was deleted meanwhile keeps its name on the chip.
    ...(strangers.length > 0 ? [{ label: '…', title: '…', options: strangers.map((one) => ({ value: one.id, label: one.name, title: one.name })) }] : []),
  ];

  function choose(ids: string[]): void {
    onChange?.(ids.map((one) => known.current.get(one)).filter((one) => one !== undefined));
  }

  return (
    <>
      <Select<string[]>
        id={id} aria-label={label} mode="multiple" allowClear style={{ width: '100%' }} placeholder={t.search} maxCount={max}
        open={open} onOpenChange={setOpen}
        showSearch={{ searchValue: typed, onSearch: setTyped, optionFilterProp: 'label' }}
        value={value.map((one) => one.id)} onChange={choose} options={options}
        notFoundContent={<span className="soft">{groups.error ? sentenceOf(groups.error) : groups.isPending ? t.loading : t.none}</span>}
        popupRender={(menu) => (
          <>
            {menu}
            {creates ? (
              <Allow to="tags.create">
                <div className="picker-foot">
                  <Button
                    type="text" block icon={<PlusOutlined />} data-testid="new-tag"
                    onClick={() => {
                      setMaking(typed.trim());
                      setOpen(false);
                    }}
                  >
                    {typed.trim() ? t.makeNamed(typed.trim()) : t.make}
                  </Button>
                </div>
              </Allow>
            ) : null}
          </>
        )}
      />
      {making === undefined ? null : (
        <NewTag
          name={making} groups={(groups.data?.items ?? []).map((group) => group.name)}
          onClose={() => setMaking(undefined)}
          onMade={(made) => {
            for (const tag of made) known.current.set(tag.id, tag);
            setTyped('');
            onChange?.([...value, ...made.filter((tag) => !value.some((one) => one.id === tag.id))]);
          }}
        />
      )}
    </>
  );
}
