import { Entity, Index } from 'typeorm';
import { CorpRow, Int, Text, Time } from '../../core/db/columns';

/** WeCom's licence of a member to be worked with through the interface. */
@Entity('licence')
@Index('uq_licence', ['corpId', 'userId', 'type'], { unique: true })
export class LicenceRow extends CorpRow {
  @Text(64) userId: string;
  /** 1: 基础账号, 2: 互通账号 (holds the other too). */
  @Int() type: number;
  @Time() activeAt: number;
  @Time() expiresAt: number;
  /** When WeCom last showed it to us. */
  @Time() seenAt: number;
}

/** WeCom's free trial of the app in this corp. */
@Entity('licence_trial')
@Index('uq_licence_trial', ['corpId'], { unique: true })
export class LicenceTrial extends CorpRow {
  @Time() endsAt: number;
}
