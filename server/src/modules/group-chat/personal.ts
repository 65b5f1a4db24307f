import { In } from 'typeorm';
import { personal } from '../../core/personal/declare';
import { GroupChat, GroupMember } from './entity';

export const groupPersonalData = [
  personal(GroupMember, {
    label: { zh: '加入的客户群', en: 'Customer groups' },
    of: ({ customerId, names }) => [{ customerId }, ...(names.length > 0 ? [{ kind: 'customer' as const, userId: In([...names]) }] : [])],
    called: ({ name, nickname }) => [name, nickname],
    show: async (rows, { db }) => {
      const groups = new Map((await db.find(GroupChat, { id: In([...new Set(rows.map((row) => row.groupId))]) })).map((group) => [group.id, group.name]));
      return rows.map((row) => [
        { column: 'group', label: { zh: '客户群', en: 'Group' }, value: groups.get(row.groupId) ?? '' }, { column: 'nickname', label: { zh: '群昵称', en: 'Name in the group' }, value: row.nickname || row.name },
        { column: 'joinedAt', label: { zh: '加入时间', en: 'Joined' }, value: row.joinedAt }, { column: 'leftAt', label: { zh: '离开时间', en: 'Left' }, value: row.leftAt },
      ]);
    },
    erase: 'delete',
  }),
];
