import { Entity, Index } from 'typeorm';
import type { OwnDay } from '@scrm/shared/calendar';
import type { Progress } from '@scrm/shared/corp';
import type { CorpKind } from '@scrm/shared/session';
import { chinaZone } from '@scrm/shared/zone';
import { CorpRow, Id, Int, Json, LongText, Text, Time } from '../../core/db/columns';

/** A company that uses us: the tenant. Its `id` is the `corpId` of every other row. */
@Entity('corp')
@Index('uq_corp_natural', ['naturalKey'], { unique: true })
@Index('uq_corp_app', ['appId'], { unique: true })
@Index('ix_corp_wecom', ['wecomCorpId'])
export class Corp {
  @Id() id: string;
  /** `suite:<suite id>:<WeCom corp id>` or `app:<WeCom corp id>:<agent id>`. */
  @Text(190) naturalKey: string;
  @Text(10) kind: CorpKind;
  @Text(128) name: string;
  @Text(500) logoUrl: string;
  @Text(64) wecomCorpId: string;
  /** In the path of the callbacks of self-built and agency-built apps. */
  @Text(40) appId: string;
  @Int({ nullable: true }) agentId: number | null;
  /** Sealed: the permanent code (suite) or the app's secret. */
  @LongText() secret: string;
  /** Sealed, newest first, as JSON: `[{ token, aesKey }]`; empty for suites, whose keys are the suite's. */
  @LongText() callbackKeys: string;
  @Text(10) state: 'active' | 'cancelled';
  @Time() installedAt: number;
  @Time({ nullable: true }) cancelledAt: number | null;
  @Time({ nullable: true }) lastCallbackAt: number | null;
}

/** How far a long piece of work has come, so that it survives a reload and a restart. */
@Entity('progress')
@Index('uq_progress', ['corpId', 'name'], { unique: true })
export class ProgressRow extends CorpRow {
  @Text(40) name: string;
  @Json() value: Progress;
  /** Where to go on after a restart. */
  @LongText() cursor: string;
}

/** Tokens and tickets of WeCom, sealed. */
@Entity('wecom_token')
export class WecomToken {
  @Id() id: string;
  @Text(190) name: string;
  @LongText() value: string;
  @Time() fetchedAt: number;
  @Time() expiresAt: number;
  @Time() lockedUntil: number;
}

/** What a process used of WeCom's quotas, for the others and for whoever runs after it. */
@Entity('wecom_quota')
export class WecomQuota {
  @Id() id: string;
  @LongText() state: string;
}

/** A call that WeCom refused, for the console. */
@Entity('wecom_failure')
@Index('ix_wecom_failure_corp', ['corpId', 'at'])
export class WecomFailure extends CorpRow {
  @Time() at: number;
  @Text(128) api: string;
  @Int() errcode: number;
  @Text(500) message: string;
}

/** Days of which the company says itself what they are, and by which clock its days begin; one row. */
@Entity('own_calendar')
@Index('uq_own_calendar', ['corpId'], { unique: true })
export class OwnCalendar extends CorpRow {
  @Json() days: OwnDay[];
  @Text(40, { initial: chinaZone }) timeZone: string;
  @Time() updatedAt: number;
}
