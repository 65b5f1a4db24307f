import { Entity, Index } from 'typeorm';
import type { Assignment, ItemState, TransferKind } from '@scrm/shared/transfer';
import type { LossKind } from '@scrm/shared/loss-alert';
import { Bool, CorpRow, Int, Json, LongText, Text, Time } from '../../core/db/columns';

/** An order to hand customers of one staff member over to others. */
@Entity('transfer')
@Index('ix_transfer_corp', ['corpId', 'id'])
@Index('ix_transfer_from', ['corpId', 'fromStaffId'])
@Index('uq_transfer_task', ['corpId', 'taskKey'], { unique: true })
export class Transfer extends CorpRow {
  /** Of an order that a batch task makes: the task and the giver. */
  @Text(90, { nullable: true }) taskKey: string | null;
  @Text(10) kind: TransferKind;
  @Text(40) fromStaffId: string;
  @Text(12) way: Assignment['way'];
  /** What the customer reads; '' is WeCom's own text. */
  @Text(200) message: string;
  /** What the giver says is to be done next. */
  @LongText() nextStep: string;
  @Bool() autoRetry: boolean;
  @Text(10) state: 'running' | 'done';
  @Int() total: number;
  @Text(64) createdBy: string;
  @Time() createdAt: number;
  @Time({ nullable: true }) settledAt: number | null;
}

/** One relation of a hand-over: a customer who was merged may have two with the giver, each by an account of its own. */
@Entity('transfer_item')
@Index('uq_transfer_item_open', ['corpId', 'openKey'], { unique: true })
@Index('ix_transfer_item', ['corpId', 'transferId', 'state'])
@Index('ix_transfer_item_state', ['corpId', 'state', 'retryAt'])
@Index('ix_transfer_item_customer', ['corpId', 'customerId'])
@Index('ix_transfer_item_account', ['corpId', 'externalUserid'])
@Index('ix_transfer_item_to', ['corpId', 'toStaffId', 'state'])
@Index('ix_transfer_item_from', ['corpId', 'fromStaffId', 'state'])
export class TransferItem extends CorpRow {
  static readonly accountColumn = 'externalUserid';
  @Text(40) transferId: string;
  @Text(40) customerId: string;
  /** The account that WeCom is asked with; it goes home with its person when a merge is undone. */
  @Text(64, { initial: '' }) externalUserid: string;
  @Text(40) fromStaffId: string;
  @Text(40) toStaffId: string;
  @Text(10) kind: TransferKind;
  @Text(10) state: ItemState;
  /** Why it is where it is: an event's reason or what a call was refused with. */
  @Text(20) reason: string;
  @Int() errcode: number;
  /** The account while it is open, so that nobody is handed over twice at a time; its own id afterwards. */
  @Text(90) openKey: string;
  /** The job that is asking WeCom. */
  @Text(40) claim: string;
  @Int() tries: number;
  @Int() refusals: number;
  @Bool() autoRetry: boolean;
  @Time({ nullable: true }) askedAt: number | null;
  @Time({ nullable: true }) dueAt: number | null;
  @Time({ nullable: true }) settledAt: number | null;
  @Time({ nullable: true }) retryAt: number | null;
  @Time() createdAt: number;
}

/** A group of the giver. */
@Entity('transfer_group')
@Index('uq_transfer_group', ['corpId', 'transferId', 'chatId'], { unique: true })
export class TransferGroup extends CorpRow {
  @Text(40) transferId: string;
  @Text(64) chatId: string;
  @Text(40) toStaffId: string;
  @Text(10) state: 'waiting' | 'done' | 'failed';
  @Int() errcode: number;
  /** Of one that WeCom refused: when it makes sense to ask again; null: never. */
  @Time({ nullable: true }) retryAt: number | null;
}

/** What WeCom says of a staff member who left. */
@Entity('transfer_leaver')
@Index('uq_transfer_leaver', ['corpId', 'staffId'], { unique: true })
export class TransferLeaver extends CorpRow {
  @Text(40) staffId: string;
  /** WeCom lists them as having left. */
  @Bool() confirmed: boolean;
  @Time({ nullable: true }) dismissedAt: number | null;
  @Int() groups: number;
  @Time({ nullable: true }) checkedAt: number | null;
}

/** One left the other. */
@Entity('loss_alert')
@Index('uq_loss_alert', ['corpId', 'naturalKey'], { unique: true })
@Index('ix_loss_alert', ['corpId', 'at', 'id'])
@Index('ix_loss_alert_staff', ['corpId', 'staffId', 'at'])
export class LossAlert extends CorpRow {
  @Text(12) kind: LossKind;
  @Text(40) customerId: string;
  @Text(40) staffId: string;
  @Time() at: number;
  @Text(190) naturalKey: string;
  @Time({ nullable: true }) toldAt: number | null;
  /** Ids of the staff who were told. */
  @Json() told: string[];
}

/** What a company chose: `rules` of the queue, `loss` of the alerts. `digest`: how far these were told. */
@Entity('transfer_setting')
@Index('uq_transfer_setting', ['corpId', 'name'], { unique: true })
export class TransferSetting extends CorpRow {
  @Text(20) name: 'rules' | 'loss' | 'digest';
  @Json() value: unknown;
  @Time() updatedAt: number;
}
