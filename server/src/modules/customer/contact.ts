import { getExternalContact, type ExternalContactDetail, type ExternalContactRow } from '../../wecom/api/external-contact';
import type { WecomApp } from '../../wecom/client';

/** What WeCom says of a person. '' and 0 where it does not say. */
export interface Profile {
  name: string;
  avatarUrl: string;
  type: number;
  gender: number;
  corpName: string;
  position: string;
  unionid: string;
}

/** By an administrator, or by a hand-over: https://developer.work.weixin.qq.com/document/path/92114 */
const assigned = 202;

/** How a relation bears on somebody who was erased. */
export const beginningOf = ({ addedAt, addWay }: Pick<FollowFacts, 'addedAt' | 'addWay'>) => ({ at: addedAt, byThemselves: addWay !== assigned });

/** What WeCom says of a follow relation. */
export interface FollowFacts {
  userId: string;
  remark: string;
  description: string;
  /** When they became friends, ms. */
  addedAt: number;
  state: string;
  addWay: number;
  operUserid: string;
  /** Phone numbers that the staff member noted; only self-built apps get them. */
  mobiles: string[];
  /** WeCom's ids of the corp's tags. */
  tagIds: string[];
}

export interface Contact {
  profile: Profile;
  follows: FollowFacts[];
}

/** A customer with the followers whom the app may see. https://developer.work.weixin.qq.com/document/path/92114 */
export async function readContact(wecom: WecomApp, externalUserid: string): Promise<Contact> {
  const follows: FollowFacts[] = [];
  for (let cursor: string | undefined; ;) {
    const reply: ExternalContactDetail = await getExternalContact(wecom, externalUserid, cursor);
    for (const one of reply.follow_user) follows.push(followOf(one, one.tags.filter((tag) => tag.type !== 2 && tag.tag_id).map((tag) => tag.tag_id)));
    if (!reply.next_cursor) return { profile: profileOf(reply.external_contact), follows };
    cursor = reply.next_cursor;
  }
}

/** A row of a full sync. */
export function contactOfRow({ external_contact, follow_info }: ExternalContactRow): { externalUserid: string; profile: Profile; follow: FollowFacts } {
  return { externalUserid: external_contact.external_userid, profile: profileOf(external_contact), follow: followOf(follow_info, follow_info.tag_id) };
}

function profileOf(one: ExternalContactDetail['external_contact']): Profile {
  return {
    name: cut(one.name, 128), avatarUrl: one.avatar.length <= 500 ? one.avatar : '', type: one.type, gender: one.gender,
    corpName: cut(one.corp_name || one.corp_full_name, 128), position: cut(one.position, 128), unionid: one.unionid,
  };
}

function followOf(one: ExternalContactRow['follow_info'] | ExternalContactDetail['follow_user'][number], tagIds: string[]): FollowFacts {
  return {
    userId: one.userid, remark: cut(one.remark, 128), description: cut(one.description, 500), addedAt: one.createtime * 1000,
    state: cut(one.state, 128), addWay: one.add_way, operUserid: one.oper_userid.slice(0, 64), mobiles: one.remark_mobiles.filter(Boolean), tagIds,
  };
}

/** By characters, so that no emoji is halved. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : [...text].slice(0, most).join('');
}
