import { Entity, Index } from 'typeorm';
import type { SignIn } from '@scrm/shared/session';
import type { Scope } from '@scrm/shared/permission';
import type { accountRoles } from '@scrm/shared/access';
import { CorpRow, Id, Int, Json, Text, Time } from '../../core/db/columns';

/** A local account, which belongs to no corp and may enter all: the first is made on the first start for whoever runs the server. */
@Entity('account')
@Index('uq_account_name', ['name'], { unique: true })
export class Account {
  @Id() id: string;
  @Text(64) name: string;
  /** scrypt: `salt.hash`, base64url. */
  @Text(200) password: string;
  @Time() createdAt: number;
  /** Null: the owner, from before accounts had roles. */
  @Text(20, { nullable: true }) role: (typeof accountRoles)[number] | null;
  /** Sealed: the secret of the authenticator. */
  @Text(300, { nullable: true }) totp: string | null;
  /** The last step of 30 s that was used: a code opens once. */
  @Int({ nullable: true }) totpStep: number | null;
  @Time({ nullable: true }) disabledAt: number | null;
}

/** Stands in for the authenticator, once: what opened is gone. */
@Entity('account_recovery')
@Index('uq_account_recovery', ['accountId', 'hash'], { unique: true })
export class RecoveryCode {
  @Id() id: string;
  @Text(40) accountId: string;
  /** scrypt, base64url. */
  @Text(60) hash: string;
}

/** A role that a company made for itself; the built-in ones stand in the code. */
@Entity('access_role')
@Index('uq_access_role_name', ['corpId', 'name'], { unique: true })
export class AccessRole extends CorpRow {
  @Text(30) name: string;
  @Json() allow: string[];
  @Json() deny: string[];
  @Text(20) scope: Scope;
  @Time() updatedAt: number;
}

/** A role that a staff member has. Without any they are a sales rep. */
@Entity('role_member')
@Index('uq_role_member', ['corpId', 'staffId', 'roleId'], { unique: true })
@Index('ix_role_member_role', ['corpId', 'roleId'])
export class RoleMember extends CorpRow {
  @Text(40) staffId: string;
  /** A built-in role's key, or the id of an `AccessRole`. */
  @Text(40) roleId: string;
  /** `wecom`: WeCom's own admin of the app, as seen at the last sign-in. */
  @Text(10) givenBy: 'hand' | 'wecom';
  @Time() createdAt: number;
}

/** `toStaffId` may act within the reach of `fromStaffId` until a date. */
@Entity('delegation')
@Index('ix_delegation_to', ['corpId', 'toStaffId', 'until'])
@Index('ix_delegation_from', ['corpId', 'fromStaffId', 'until'])
export class Delegation extends CorpRow {
  @Text(40) fromStaffId: string;
  @Text(40) toStaffId: string;
  @Time() createdAt: number;
  @Time() until: number;
  @Time({ nullable: true }) revokedAt: number | null;
  @Text(128) createdBy: string;
}

/** A try to sign in. Those with a local account belong to no corp. */
@Entity('sign_in')
@Index('ix_sign_in_corp', ['corpId', 'id'])
@Index('ix_sign_in_subject', ['subjectId', 'id'])
export class SignInRow {
  @Id() id: string;
  @Text(40, { nullable: true }) corpId: string | null;
  @Time() at: number;
  @Text(40, { nullable: true }) subjectId: string | null;
  @Text(128) name: string;
  @Text(10) method: SignIn['method'];
  @Text(20) outcome: SignIn['outcome'];
  @Text(64) ip: string;
  @Text(300) userAgent: string;
}
