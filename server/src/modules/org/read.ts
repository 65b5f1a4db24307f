import type { CorpKind } from '@scrm/shared/session';
import type { z } from 'zod';
import { getAgent } from '../../wecom/api/agent';
import { getUser, listDepartmentIds, listDepartments, listUsers, listUsersSimply, type UserReply } from '../../wecom/api/contact';
import { listFollowUsers } from '../../wecom/api/external-contact';
import type { WecomApp } from '../../wecom/client';
import { WeComError } from '../../wecom/errors';
import type { DepartmentFacts } from './department';
import type { StaffState } from './entity';
import type { Member } from './staff';

/** What a kind of app is told of its company. A suite gets no names at all: its `name` is the userid. */
export interface OrgReader {
  departments(): Promise<DepartmentFacts[]>;
  /** Direct members of a department. */
  membersOf(departmentId: number): Promise<Member[]>;
  /** Members who are visible by themselves, whatever their department. */
  namedUserIds(): Promise<string[]>;
  /** Null when the member is gone or out of the visible range. */
  member(userId: string): Promise<Member | null>;
}

/** Gone, or not for us to see: WeCom does not tell the two apart. */
const invisible = new Set([40003, 50002, 60011, 60111]);
/** The department is too large for one answer, or details are not for this app. */
const askSimply = new Set([45029, 48002, 48009]);

const states: Record<number, StaffState> = { 1: 'active', 2: 'disabled', 4: 'notActivated', 5: 'left' };

export async function readOrg(wecom: WecomApp, kind: CorpKind, signal: AbortSignal): Promise<OrgReader> {
  const { follow_user } = await listFollowUsers(wecom, { signal });
  const receivers = new Set(follow_user);
  const hasNames = kind !== 'suite';

  function memberOf(user: z.output<typeof UserReply>): Member {
    return {
      userId: user.userid, name: (hasNames && user.name) || null, avatarUrl: user.avatar.length <= 500 ? user.avatar : '', position: user.position.slice(0, 128),
      departmentIds: user.department, mainDepartment: user.main_department || user.department[0] || null,
      ledDepartmentIds: hasNames ? user.department.filter((_, index) => user.is_leader_in_dept[index] === 1) : null,
      state: states[user.status] ?? 'active', canReceive: receivers.has(user.userid),
    };
  }

  async function member(userId: string): Promise<Member | null> {
    try {
      return memberOf(await getUser(wecom, userId));
    } catch (error) {
      if (error instanceof WeComError && invisible.has(error.errcode)) return null;
      throw error;
    }
  }

  return {
    member,

    async departments() {
      if (hasNames) {
        const { department } = await listDepartments(wecom, undefined, { signal });
        return department.map(({ id, parentid, name, order }) => ({ departmentId: id, parentId: parentid, name: name || null, order }));
      }
      const { department_id } = await listDepartmentIds(wecom, undefined, { signal });
      return department_id.map(({ id, parentid, order }) => ({ departmentId: id, parentId: parentid, name: null, order }));
    },

    async membersOf(departmentId) {
      try {
        return (await listUsers(wecom, departmentId, { signal })).userlist.map(memberOf);
      } catch (error) {
        if (!(error instanceof WeComError) || !askSimply.has(error.errcode)) throw error;
      }
      const members: Member[] = [];
      for (const { userid } of (await listUsersSimply(wecom, departmentId, { signal })).userlist) {
        const found = await member(userid);
        if (found) members.push(found);
      }
      return members;
    },

    async namedUserIds() {
      return (await getAgent(wecom)).allow_userinfos?.user.map((user) => user.userid) ?? [];
    },
  };
}
