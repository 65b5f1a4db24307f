import { Entity, Index } from 'typeorm';
import type { Role } from '@scrm/shared/permission';
import { CorpRow, Id, Text, Time } from '../../core/db/columns';

/** A local account, which belongs to no corp and may enter all: made on the first start for whoever runs the server. */
@Entity('account')
@Index('uq_account_name', ['name'], { unique: true })
export class Account {
  @Id() id: string;
  @Text(64) name: string;
  /** scrypt: `salt.hash`, base64url. */
  @Text(200) password: string;
  @Time() createdAt: number;
}

/** What a staff member may do beyond a sales rep's own customers. */
@Entity('staff_role')
@Index('uq_staff_role', ['corpId', 'staffId'], { unique: true })
export class StaffRole extends CorpRow {
  @Text(40) staffId: string;
  @Text(20) role: Role;
}
