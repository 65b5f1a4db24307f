import { In } from 'typeorm';
import { personal } from '../../core/personal/declare';
import { GroupInvitation } from './entity';

export const groupInvitePersonalData = [
  personal(GroupInvitation, {
    label: { zh: '入群邀请', en: 'Invitations to groups' },
    of: ({ customerId, names }) => [{ customerId }, ...(names.length > 0 ? [{ externalUserid: In([...names]) }] : [])],
    names: ({ externalUserid }) => [externalUserid],
    show: { at: { zh: '邀请时间', en: 'Invited' }, staffId: { zh: '员工', en: 'Staff' }, joinedAt: { zh: '进群时间', en: 'Joined' } },
    erase: 'delete',
  }),
];
