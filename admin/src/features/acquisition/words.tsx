import { Badge } from 'antd';
import type { AcquisitionLink } from '@scrm/shared/acquisition';
import { words } from '../../kit/language';

const useStates = words({
  zh: { preparing: '生成中', ready: '可用', failed: '生成失败', gone: '已失效', deleted: '已删除' } satisfies Record<AcquisitionLink['state'], string>,
  en: { preparing: 'Preparing', ready: 'Ready', failed: 'Failed', gone: 'Unusable', deleted: 'Deleted' },
});

const colours = { preparing: 'processing', ready: 'success', failed: 'error', gone: 'warning', deleted: 'default' } as const satisfies Record<AcquisitionLink['state'], string>;

export function LinkState({ state }: { state: AcquisitionLink['state'] }) {
  const names = useStates();
  return <span className="nowrap" data-state={state}><Badge status={colours[state]} text={names[state]} /></span>;
}
