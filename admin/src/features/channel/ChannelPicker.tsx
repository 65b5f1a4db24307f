import { useQuery } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
import type { Channel } from '@scrm/shared/channel';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { sentenceOf } from '../../kit/problem';
import { choicesOf } from './tree';

const useWords = words({
  zh: { none: '未分类', top: '最上级', empty: '还没有渠道' },
  en: { none: 'Not classified', top: 'Top level', empty: 'No channels yet' },
});

/** Chooses a channel of the tree, or none. */
export function ChannelPicker({ id, label, value, onChange, without, top, current }: {
  id?: string; label: string; value: string | null; onChange: (id: string | null) => void;
  /** Neither this one nor what is below it. */
  without?: string;
  /** None means the top of the tree. */
  top?: boolean;
  /** An archived one that is chosen already stays in the list. */
  current?: Channel;
}) {
  const t = useWords();
  const channels = useQuery(ask('channels', 'list', {}));
  const items = (channels.data?.items ?? []).filter((one) => !one.archived || one.id === value || one.id === current?.id);
  return (
    <TreeSelect<string>
      id={id} aria-label={label} style={{ width: '100%' }} loading={channels.isPending} treeDefaultExpandAll showSearch={{ treeNodeFilterProp: 'path' }} treeNodeLabelProp="path"
      value={value ?? ''} onChange={(next) => onChange(next || null)} data-testid="channel-picker"
      treeData={[{ value: '', title: top ? t.top : t.none, path: top ? t.top : t.none }, ...choicesOf(items, without)]}
      notFoundContent={<span className="soft">{channels.error ? sentenceOf(channels.error) : t.empty}</span>}
    />
  );
}
