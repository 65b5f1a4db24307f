import { Spine1763700001000 } from './0001-spine';
import { Org1763700002000 } from './0002-org';
import { Tag1763700003000 } from './0003-tag';
import { Customer1763700004000 } from './0004-customer';
import { File1763700005000 } from './0005-file';
import { LiveCode1763700006000 } from './0006-live-code';
import { Welcome1763700007000 } from './0007-welcome';
import { Visitor1763700008000 } from './0008-visitor';
import { InboxHash1763700009000 } from './0009-inbox-hash';
import { Access1763700010000 } from './0010-access';
import { Field1763700011000 } from './0011-field';
import { Stage1763700012000 } from './0012-stage';
import { Task1763700013000 } from './0013-task';
import { Transfer1763700014000 } from './0014-transfer';
import { Audience1763700015000 } from './0015-audience';
import { GroupChat1763700016000 } from './0016-group-chat';
import { Privacy1763700018000 } from './0018-privacy';
import { CustomerImport1763700019000 } from './0019-customer-import';
import { Export1763700021000 } from './0021-export';
import { Assign1763700022000 } from './0022-assign';
import { InboxArrival1763700028000 } from './0028-inbox-arrival';
import { OfficialVisitor1763700029000 } from './0029-official-visitor';
import { Maker1763700030000 } from './0030-maker';
import { Account1763700031000 } from './0031-account';
import { Scan1763700032000 } from './0032-scan';
import { ReceptionRule1763700033000 } from './0033-reception-rule';
import { PageCode1763700035000 } from './0035-page-code';
import { GroupCode1763700036000 } from './0036-group-code';
import { GroupInvite1763700037000 } from './0037-group-invite';
import { Store1763700038000 } from './0038-store';
import { StoreCode1763700039000 } from './0039-store-code';
import { WelcomeRule1763700040000 } from './0040-welcome-rule';
import { Channel1763700041000 } from './0041-channel';
import { CodeTools1763700042000 } from './0042-code-tools';
import { CodeNumbers1763700043000 } from './0043-code-numbers';
import { OneCalendar1763700044000 } from './0044-one-calendar';
import { StoreGroup1763700045000 } from './0045-store-group';
import { LinkEvent1763700046000 } from './0046-link-event';
import { RedPacket1763700047000 } from './0047-red-packet';
import { CodeSpan1763700048000 } from './0048-code-span';
import { OnlyNew1763700050000 } from './0050-only-new';
import { TellManagers1763700051000 } from './0051-tell-managers';
import { TagOrder1763700056000 } from './0056-tag-order';
import { AudienceCopy1763700057000 } from './0057-audience-copy';
import { CodeWaiting1763700058000 } from './0058-code-waiting';
import { StaffLabel1763700059000 } from './0059-staff-label';
import { FigureIndex1763700060000 } from './0060-figure-index';
import { NamedFile1763700062000 } from './0062-named-file';
import { GroupCodeHold1763700064000 } from './0064-group-code-hold';
import { OverHand1763700067000 } from './0067-over-hand';
import { SealedImport1763700068000 } from './0068-sealed-import';
import { StoreSheet1763700070000 } from './0070-store-sheet';
import { WaitingTry1763700071000 } from './0071-waiting-try';
import { FieldOrder1763700076000 } from './0076-field-order';
import { StaffRefusal1763700080000 } from './0080-staff-refusal';
import { GroupRetry1763700081000 } from './0081-group-retry';

/** In the order in which they are applied. */
export const migrations = [
  Spine1763700001000,
  Org1763700002000,
  Tag1763700003000,
  Customer1763700004000,
  File1763700005000,
  LiveCode1763700006000,
  Welcome1763700007000,
  Visitor1763700008000,
  InboxHash1763700009000,
  Access1763700010000,
  Field1763700011000,
  Stage1763700012000,
  Task1763700013000,
  Transfer1763700014000,
  Audience1763700015000,
  GroupChat1763700016000,
  Privacy1763700018000,
  CustomerImport1763700019000,
  Export1763700021000,
  Assign1763700022000,
  InboxArrival1763700028000,
  OfficialVisitor1763700029000,
  Maker1763700030000,
  Account1763700031000,
  Scan1763700032000,
  ReceptionRule1763700033000,
  PageCode1763700035000,
  GroupCode1763700036000,
  GroupInvite1763700037000,
  Store1763700038000,
  StoreCode1763700039000,
  WelcomeRule1763700040000,
  Channel1763700041000,
  CodeTools1763700042000,
  CodeNumbers1763700043000,
  OneCalendar1763700044000,
  StoreGroup1763700045000,
  LinkEvent1763700046000,
  RedPacket1763700047000,
  CodeSpan1763700048000,
  OnlyNew1763700050000,
  TellManagers1763700051000,
  TagOrder1763700056000,
  AudienceCopy1763700057000,
  CodeWaiting1763700058000,
  StaffLabel1763700059000,
  FigureIndex1763700060000,
  NamedFile1763700062000,
  GroupCodeHold1763700064000,
  OverHand1763700067000,
  SealedImport1763700068000,
  StoreSheet1763700070000,
  WaitingTry1763700071000,
  FieldOrder1763700076000,
  StaffRefusal1763700080000,
  GroupRetry1763700081000,
];
