import { Entity, Index } from 'typeorm';
import type { Waiting, WaitingState } from '@scrm/shared/waiting';
import { Bool, CorpRow, Int, LongText, Text, Time } from '../../../core/db/columns';

/** Somebody who found nobody at a code and left word on its form. */
@Entity('live_code_waiting')
@Index('uq_live_code_waiting', ['corpId', 'liveCodeId', 'openKey'], { unique: true })
@Index('ix_live_code_waiting', ['corpId', 'liveCodeId', 'state', 'id'])
@Index('ix_live_code_waiting_staff', ['corpId', 'staffId', 'state'])
@Index('ix_live_code_waiting_visitor', ['corpId', 'visitor'])
@Index('ix_live_code_waiting_phone', ['corpId', 'phoneKey'])
@Index('ix_live_code_waiting_end', ['deleteAt'])
export class LiveCodeWaiting extends CorpRow {
  @Text(40) liveCodeId: string;
  /** While it is open whose it is, by number or else by browser, so that nobody waits twice; then the row's id. */
  @Text(64) openKey: string;
  /** The browser, by its cookie. */
  @Text(40) visitor: string;
  /** Blind index of the phone number, the same as among a customer's names; '' none. */
  @Text(64) phoneKey: string;
  @Text(200) phoneSealed: string;
  @Text(64) name: string;
  @LongText() note: string;
  @Text(10) via: Waiting['via'];
  @Text(10) state: WaitingState;
  @Text(40, { nullable: true }) staffId: string | null;
  @Int() times: number;
  /** Whoever looks after the code heard of it. */
  @Bool() isTold: boolean;
  @Time() at: number;
  @Time() lastAt: number;
  @Time({ nullable: true }) doneAt: number | null;
  @Time() deleteAt: number;
}

/** That a form was sent, and from which network, as a keyed hash. It goes when it counts no more. */
@Entity('live_code_waiting_try')
@Index('ix_live_code_waiting_try', ['corpId', 'visitor', 'at'])
@Index('ix_live_code_waiting_try_network', ['corpId', 'network', 'at'])
@Index('ix_live_code_waiting_try_end', ['at'])
export class LiveCodeWaitingTry extends CorpRow {
  @Text(40) visitor: string;
  @Text(64) network: string;
  @Time() at: number;
}
