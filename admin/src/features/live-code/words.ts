import type { LiveCode } from '@scrm/shared/live-code';
import { words } from '../../kit/language';

export const useStateNames = words({
  zh: { preparing: '生成中', ready: '可用', failed: '生成失败', ended: '已停用', deleted: '已删除' } satisfies Record<LiveCode['state'], string>,
  en: { preparing: 'Preparing', ready: 'Ready', failed: 'Failed', ended: 'Ended', deleted: 'Deleted' },
});

export const stateColours = { preparing: 'processing', ready: 'success', failed: 'error', ended: 'warning', deleted: 'default' } as const satisfies Record<LiveCode['state'], string>;
