import { Entity, Index } from 'typeorm';
import { BigInt, Bool, CorpRow, Int, Json, Text, Time } from '../../core/db/columns';

/** A department that the app may see. */
@Entity('department')
@Index('uq_department', ['corpId', 'departmentId'], { unique: true })
export class Department extends CorpRow {
  @Int() departmentId: number;
  @Int() parentId: number;
  /** Null: WeCom keeps names from suites. */
  @Text(128, { nullable: true }) name: string | null;
  /** Larger comes first. */
  @BigInt() order: number;
}

export type StaffState = 'active' | 'disabled' | 'notActivated' | 'left';

/** A member of the company whom the app sees or once saw. */
@Entity('staff')
@Index('uq_staff_user', ['corpId', 'userId'], { unique: true })
@Index('ix_staff_corp', ['corpId', 'id'])
export class Staff extends CorpRow {
  /** As this corp's app sees it: plain for self-built apps, encrypted for the provider's. */
  @Text(64) userId: string;
  /** Null: WeCom keeps names from suites. */
  @Text(128, { nullable: true }) name: string | null;
  @Text(500) avatarUrl: string;
  @Text(128) position: string;
  @Json() departmentIds: number[];
  @Int({ nullable: true }) mainDepartment: number | null;
  /** Departments that WeCom says this member leads; null where it does not tell. */
  @Json({ nullable: true }) ledDepartmentIds: number[] | null;
  @Text(20) state: StaffState;
  /** Has 客户联系, and WeCom refuses them on no code. */
  @Bool() canReceive: boolean;
  /** WeCom's no to somebody whom its own lists call able: who is not verified, or has no licence. It holds until they are read anew. */
  @Json({ nullable: true }) refusal: { errcode: number; at: number } | null;
  /** Friends at present; the customer module keeps it. */
  @Int() customerCount: number;
  /** When WeCom last showed this member to us. */
  @Time() seenAt: number;
  @Time({ nullable: true }) leftAt: number | null;
}

/** `departmentIds` once more, to be asked by SQL. Gone when the member leaves. */
@Entity('staff_department')
@Index('uq_staff_department', ['corpId', 'staffId', 'departmentId'], { unique: true })
@Index('ix_staff_department', ['corpId', 'departmentId'])
export class StaffDepartment extends CorpRow {
  @Text(40) staffId: string;
  @Int() departmentId: number;
}

/** What a staff member is good for: a language, a product, a region. Absent: nothing in particular. */
@Entity('staff_label')
@Index('uq_staff_label', ['corpId', 'staffId'], { unique: true })
export class StaffLabels extends CorpRow {
  @Text(40) staffId: string;
  @Json() labels: string[];
}
