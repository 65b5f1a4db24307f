import type { Module } from '../core/module';
import { corp } from './corp';
import { org } from './org';
import { session } from './session';
import { file } from './file';
import { tag } from './tag';
import { customer } from './customer';
import { groupChat } from './group-chat';
import { liveCode } from './live-code';
import { welcome } from './welcome';
import { visitor } from './visitor';
import { system } from './system';

/** All domains, from what stands under the others to what stands on them. */
export const modules: readonly Module[] = [corp, org, session, file, tag, customer, groupChat, liveCode, welcome, visitor, system];
