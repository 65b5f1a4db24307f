import type { Module } from '../core/module';
import { corp } from './corp';
import { org } from './org';
import { session } from './session';
import { audit } from './audit';
import { file } from './file';
import { customerChange } from './customer-change';
import { task } from './task';
import { tag } from './tag';
import { customer } from './customer';
import { field } from './field';
import { audience } from './audience';
import { stage } from './stage';
import { note } from './note';
import { exporting } from './export';
import { groupChat } from './group-chat';
import { scan } from './scan';
import { channel } from './channel';
import { liveCode } from './live-code';
import { groupCode } from './group-code';
import { groupInvite } from './group-invite';
import { visitor } from './visitor';
import { licence } from './licence';
import { transfer } from './transfer';
import { privacy } from './privacy';
import { customerImport } from './import';
import { print } from './print';
import { codeBatch } from './code-batch';
import { system } from './system';
import { acquisition } from './acquisition';
import { store } from './store';
import { welcome } from './welcome';
import { redPacket } from './red-packet';
import { codeNumbers } from './code-numbers';

/** All domains, from what stands under the others to what stands on them. */
export const modules: readonly Module[] = [
  corp, org, session, audit, file, customerChange, task, tag, customer, field,
  audience, stage, note, exporting, groupChat, scan, channel, liveCode, groupCode, groupInvite, visitor, licence, transfer, privacy, acquisition, store, welcome, system,
  customerImport, print, codeBatch, redPacket, codeNumbers,
];
