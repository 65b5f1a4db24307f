import { Tag } from 'antd';
import type { TagRef } from '@scrm/shared/tag';
import { marks } from './language';

/** Tags in a row; those beyond the limit are counted and named on hover. */
export function TagRow({ tags, limit = 2, more }: { tags: readonly TagRef[]; limit?: number; more?: (tagId: string) => string }) {
  if (tags.length === 0) return <span className="soft">–</span>;
  const rest = tags.slice(limit);
  return (
    <span className="tag-row">
      {tags.slice(0, limit).map((tag) => <Tag key={tag.id} title={[`${tag.groupName} / ${tag.name}`, more?.(tag.id)].filter(Boolean).join('\n')}>{tag.name}</Tag>)}
      {rest.length > 0 ? <Tag title={rest.map((tag) => tag.name).join(marks().comma)}>+{rest.length}</Tag> : null}
    </span>
  );
}
