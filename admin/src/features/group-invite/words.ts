import type { InviteTask, InviteTaskRow, InvitationState } from '@scrm/shared/group-invite';
import { words } from '../../kit/language';

type SendState = InviteTask['sends'][number]['state'];

export const taskColours = { running: 'processing', done: 'success', stopped: 'default' } as const satisfies Record<InviteTaskRow['state'], string>;
export const sendColours = { asking: 'processing', waiting: 'warning', sent: 'success', failed: 'error', unclear: 'error', stopped: 'default' } as const satisfies Record<SendState, string>;

export const useInviteWords = words({
  zh: {
    tasks: { running: '进行中', done: '已完成', stopped: '已停止' } satisfies Record<InviteTaskRow['state'], string>,
    sends: { asking: '正在下发', waiting: '等员工发送', sent: '已发送', failed: '下发失败', unclear: '没有答复', stopped: '已停止' } satisfies Record<SendState, string>,
    states: { offered: '发送中', planned: '待发送', sent: '已发送', alreadyIn: '已在群里', noRoom: '没有空位', notFriend: '不是好友', quota: '本月已达上限', failed: '发送失败', stopped: '已停止' } satisfies Record<InvitationState, string>,
    joined: '进群', rate: (part: number, of: number) => (of === 0 ? '–' : `${Math.round((part / of) * 100)}%`),
  },
  en: {
    tasks: { running: 'Running', done: 'Done', stopped: 'Stopped' },
    sends: { asking: 'Being handed out', waiting: 'Waits for staff', sent: 'Sent', failed: 'Refused', unclear: 'No answer', stopped: 'Stopped' },
    states: { offered: 'On its way', planned: 'Not sent yet', sent: 'Sent', alreadyIn: 'In a group already', noRoom: 'No room', notFriend: 'Not a friend', quota: 'Monthly limit reached', failed: 'Failed', stopped: 'Stopped' },
    joined: 'Joined', rate: (part: number, of: number) => (of === 0 ? '–' : `${Math.round((part / of) * 100)}%`),
  },
});
