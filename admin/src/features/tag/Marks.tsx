import { LockOutlined } from '@ant-design/icons';
import { Tag, Tooltip } from 'antd';
import type { TagGroup } from '@scrm/shared/tag';
import { useTagWords } from './words';

/** Why a tag or group cannot be changed here. */
export function Marks({ of: { ours, lockedFor } }: { of: Pick<TagGroup, 'ours' | 'lockedFor'> }) {
  const t = useTagWords();
  if (lockedFor) return <Tooltip title={t.locks[lockedFor]}><Tag icon={<LockOutlined />}>{t.system}</Tag></Tooltip>;
  if (!ours) return <Tooltip title={t.foreignHint}><Tag>{t.foreign}</Tag></Tooltip>;
  return null;
}
