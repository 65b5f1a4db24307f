import { Spine1763700001000 } from './0001-spine';
import { Org1763700002000 } from './0002-org';
import { Tag1763700003000 } from './0003-tag';
import { Customer1763700004000 } from './0004-customer';
import { File1763700005000 } from './0005-file';
import { LiveCode1763700006000 } from './0006-live-code';
import { Welcome1763700007000 } from './0007-welcome';
import { Visitor1763700008000 } from './0008-visitor';
import { InboxHash1763700009000 } from './0009-inbox-hash';
import { GroupChat1763700016000 } from './0016-group-chat';

/** In the order in which they are applied. */
export const migrations = [
  Spine1763700001000, Org1763700002000, Tag1763700003000, Customer1763700004000, File1763700005000, LiveCode1763700006000, Welcome1763700007000,
  Visitor1763700008000, InboxHash1763700009000, GroupChat1763700016000,
];
