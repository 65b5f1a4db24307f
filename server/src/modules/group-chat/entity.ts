import { Entity, Index } from 'typeorm';
import { CorpRow, Int, Json, LongText, Text, Time } from '../../core/db/columns';

/** A customer group (客户群). */
@Entity('group_chat')
@Index('uq_group_chat', ['corpId', 'chatId'], { unique: true })
@Index('ix_group_chat_owner', ['corpId', 'ownerId'])
@Index('ix_group_chat_recent', ['corpId', 'createdAt', 'id'])
export class GroupChat extends CorpRow {
  @Text(64) chatId: string;
  @Text(128) name: string;
  @Text(64) ownerUserid: string;
  @Text(40) ownerId: string;
  @LongText() notice: string;
  @Time() createdAt: number;
  @Json() adminUserids: string[];
  @Text(10) state: 'active' | 'dismissed';
  /** WeCom's: 0 normal, 1 owner resigned, 2 being inherited, 3 inherited. */
  @Int() status: number;
  @Int() memberCount: number;
  @Int() customerCount: number;
  /** WeCom's; an event says from which to which version it leads. */
  @Text(64) memberVersion: string;
  /** When WeCom was asked last; an older answer does not overwrite a newer one. */
  @Time({ nullable: true }) syncedAt: number | null;
  @Time({ nullable: true }) dismissedAt: number | null;
}

/** One stay of somebody in a group: who comes again has another row. */
@Entity('group_member')
@Index('uq_group_member', ['corpId', 'groupId', 'userId', 'joinedAt'], { unique: true })
@Index('ix_group_member_customer', ['corpId', 'customerId'])
@Index('ix_group_member_user', ['corpId', 'userId'])
export class GroupMember extends CorpRow {
  static readonly accountColumn = 'userId';
  @Text(40) groupId: string;
  /** A userid or an external_userid. */
  @Text(64) userId: string;
  @Text(10) kind: 'staff' | 'customer';
  @Text(40, { nullable: true }) staffId: string | null;
  /** Null: they are in the group but nobody's customer. */
  @Text(40, { nullable: true }) customerId: string | null;
  @Text(128) name: string;
  @Text(128) nickname: string;
  @Time() joinedAt: number;
  /** 1 invited, 2 by a link, 3 by the group's code, 0 not told. */
  @Int() joinScene: number;
  @Text(64) invitorUserid: string;
  /** Of the group live code that they came through. */
  @Text(64) state: string;
  @Time({ nullable: true }) leftAt: number | null;
  /** 0 went, 1 was removed; null: not told. */
  @Int({ nullable: true }) quitScene: number | null;
}

/** A category of the library of group-chat tags. */
@Entity('group_tag_category')
@Index('uq_group_tag_category', ['corpId', 'name'], { unique: true })
export class GroupTagCategory extends CorpRow {
  @Text(64) name: string;
  @Time() createdAt: number;
}

/** A tag for group chats and nothing else: customers' tags are WeCom's and live in `tag`. */
@Entity('group_tag')
@Index('uq_group_tag', ['corpId', 'categoryId', 'name'], { unique: true })
export class GroupTag extends CorpRow {
  @Text(40) categoryId: string;
  @Text(64) name: string;
  @Time() createdAt: number;
}

@Entity('group_chat_tag')
@Index('uq_group_chat_tag', ['corpId', 'groupId', 'tagId'], { unique: true })
@Index('ix_group_chat_tag', ['corpId', 'tagId', 'groupId'])
export class GroupChatTag extends CorpRow {
  @Text(40) groupId: string;
  @Text(40) tagId: string;
}
