import type { AppMessage, ChatMessage, CorpKey, Delivery, Fault, WechatUser } from './control';

/** What exists in the sandbox. All of it is plain JSON: one snapshot keeps it. */
export interface World {
  version: 1;
  /** Position of the clock, see Clock. */
  clock: number;
  /** Grows with each id that is made. */
  sequence: number;
  corps: Record<CorpKey, Corp>;
  apps: Record<string, App>;
  people: Record<string, Person>;
  /** Ids of people made on the phone page, oldest first. */
  made: string[];
  friendships: Record<string, Friendship>;
  chats: Record<string, ChatMessage[]>;
  ways: Record<string, ContactWay>;
  joinWays: Record<string, JoinWay>;
  /** What apps ask members to send to their customers, by msgid. */
  massSends: Record<string, MassSend>;
  welcomes: Record<string, WelcomeCode>;
  tokens: Record<string, Token>;
  codes: Record<string, OneTimeCode>;
  /** The suite's command address, when it was changed; empty: the suite's public one. */
  suiteUrl: string;
  tickets: { value: string; at: number }[];
  media: Record<string, Media>;
  /** Files in which names are put for ids, by job id; worlds of before have none. */
  translations?: Record<string, Translation>;
  deliveries: QueuedDelivery[];
  faults: Fault[];
  /** Hand-overs of customers, by id. */
  transfers: Record<string, Transfer>;
  /** Acquisition links by their ids, and how many customers each company may still add by them. */
  links?: Record<string, AcquisitionLink>;
  balances?: Partial<Record<CorpKey, { balance: number; used: number }>>;
  /** Of companies to their customers, by their order numbers, and what is left to the merchant, in fen. */
  redPackets?: Record<string, RedPacket>;
  merchant?: { balance: number };
  /** What apps sent to members, by `corp|userid`, oldest first. */
  inbox: Record<string, AppMessage[]>;
  /** Welcomes of groups by template id; worlds of before have none. */
  groupWelcomes?: Record<string, GroupWelcome>;
}

/** `mediaId`: the file as it was uploaded; names are put in when it is fetched. */
export interface Translation { jobId: string; corp: CorpKey; mediaId: string; name: string; doneAt: number }

/** 企业红包. One that is not claimed within 24 hours goes back. */
export interface RedPacket {
  billNo: string;
  corp: CorpKey;
  person: string;
  openid: string;
  fen: number;
  wish: string;
  title: string;
  sender: string;
  at: number;
  claimedAt: number | null;
  returnedAt: number | null;
  /** WeChat Pay could not pay it; its number is spent. */
  failedAt?: number;
}

/** A welcome that group owners may choose. `appId` is '' where it was made in the console. */
export interface GroupWelcome { templateId: string; corp: CorpKey; appId: string; content: Record<string, unknown>; at: number }

/** A customer on the way from one member to another; it takes effect after 24 h unless they refuse. */
export interface Transfer {
  id: string;
  corp: CorpKey;
  person: string;
  from: string;
  to: string;
  kind: 'onJob' | 'resigned';
  at: number;
  takesEffectAt: number;
  state: 'waiting' | 'done' | 'refused' | 'full' | 'void';
}

export interface Person extends WechatUser {
  /** 1: a WeChat user; 2: a member of another company. */
  type: 1 | 2;
  corpName: string;
  position: string;
}

export interface Department { id: number; name: string; parentid: number; order: number }

export interface Staff {
  userid: string;
  name: string;
  avatar: string;
  gender: 0 | 1 | 2;
  mobile: string;
  email: string;
  position: string;
  departmentIds: number[];
  leads: number[];
  /** Signed in once and, unless it says otherwise below, real-name verified. */
  active: boolean;
  /** WeCom lets them receive nobody, and no reading of the staff tells. */
  unverified?: boolean;
  /** Left by themselves, and is still shown. */
  exited?: boolean;
  /** Has 客户联系. */
  canReceive: boolean;
  left: boolean;
  leftAt?: number;
  /** What WeCom's own console greets new customers with; then no app gets a welcome code. */
  consoleWelcome?: string;
  /** How many customers they may have; nothing: as many as come. */
  customerLimit?: number;
}

export interface Tag { id: string; name: string; order: number; createdAt: number; deleted: boolean; /** App that made it, where it is not the group's. */ appId?: string }
export interface TagGroup extends Tag { tags: Tag[]; /** App that made it; empty: made by hand in WeCom. */ appId: string }

export interface GroupChat {
  chatId: string;
  name: string;
  owner: string;
  notice: string;
  createdAt: number;
  members: { userid?: string; person?: string; joinedAt: number; scene: number; state: string; /** Userid of who of the company invited them. */ invitor?: string }[];
  admins?: string[];
  version: string;
  /** When it was given to another owner. */
  transferredAt?: { at: number; from: string }[];
}

export interface Corp {
  key: CorpKey;
  plainId: string;
  /** As the provider's apps see it. */
  openId: string;
  name: string;
  industry: string;
  admins: string[];
  departments: Department[];
  staff: Staff[];
  tagGroups: TagGroup[];
  groups: GroupChat[];
}

/** An app in a corp. A suite's app exists from its installation on. */
export interface App {
  id: string;
  kind: CorpKey;
  corp: CorpKey;
  agentId: number;
  name: string;
  /** Suite and agency: the permanent code. Self-built: the app's secret. */
  secret: string;
  installedAt: number;
  cancelled: boolean;
  visible: { users: string[]; departments: number[] };
  /** Own callback address of agency and self-built apps; it is only kept when it answered the check. */
  callback: { url: string; token: string; aesKey: string } | null;
  /** The page in the chat toolbar, as entered in the console; empty: worked out from the callback address. */
  sidebarUrl: string;
}

export interface Friendship {
  corp: CorpKey;
  userid: string;
  person: string;
  addedAt: number;
  addWay: number;
  state: string;
  configId: string;
  operator: string;
  remark: string;
  description: string;
  remarkCompany: string;
  remarkMobiles: string[];
  tagIds: string[];
  customerHasStaff: boolean;
  staffHasCustomer: boolean;
  pending: boolean;
  /** A person wrote something since they were added; then no welcome may follow. */
  chatting: boolean;
  welcomed: boolean;
  /** Welcome codes of the latest adding, one an app. */
  welcomeCodes: string[];
}

export interface ContactWay {
  configId: string;
  corp: CorpKey;
  appId: string;
  type: number;
  scene: number;
  style: number;
  remark: string;
  skipVerify: boolean;
  state: string;
  users: string[];
  parties: number[];
  isTemp: boolean;
  expiresIn: number;
  chatExpiresIn: number;
  unionid: string;
  isExclusive: boolean;
  markSource: boolean;
  conclusions: Record<string, unknown> | null;
  createdAt: number;
  /** Turns with each scan, so that members take turns. */
  scans: number;
}

/** 加入群聊. One of no app is the picture of a group itself, which its owner shows and which ends after 7 days. */
export interface JoinWay {
  configId: string;
  corp: CorpKey;
  appId: string;
  scene: number;
  remark: string;
  autoCreateRoom: boolean;
  roomBaseName: string;
  roomBaseId: number;
  chatIds: string[];
  state: string;
  markSource: boolean;
  createdAt: number;
  expiresAt: number | null;
}

export interface MassSend {
  id: string;
  corp: CorpKey;
  appId: string;
  at: number;
  messages: Partial<ChatMessage>[];
  cancelled: boolean;
  reminders: number[];
  tasks: MassTask[];
}

/** `status` of a customer: 0 not sent, 1 sent, 2 no friend any more, 3 had too many of the kind already. */
export interface MassTask { userid: string; sentAt: number | null; customers: { person: string; status: 0 | 1 | 2 | 3; at: number | null }[] }

/** A link that adds one of several members: https://developer.work.weixin.qq.com/document/path/97297 */
export interface AcquisitionLink {
  linkId: string;
  corp: CorpKey;
  appId: string;
  name: string;
  users: string[];
  parties: number[];
  skipVerify: boolean;
  createdAt: number;
  opened: number;
  clicks: { at: number; person: string }[];
  customers: { person: string; userid: string; state: string; at: number; wrote?: boolean }[];
}

export interface WelcomeCode { code: string; appId: string; friendship: string; at: number; state: 'fresh' | 'sending' | 'used' }
export interface Token { value: string; kind: 'provider' | 'suite' | 'access' | 'jsapi' | 'agentTicket'; appId: string; at: number; expiresAt: number }
export interface OneTimeCode {
  kind: 'preAuth' | 'auth' | 'oauth' | 'ticket' | 'wxLogin' | 'wxWeb' | 'wxWebToken';
  corp: CorpKey | null;
  appId: string;
  userid: string;
  scope: string;
  at: number;
  expiresAt: number;
  used: boolean;
}
export interface Media { id: string; /** `provider`: uploaded by the provider, for no app of a corp. */ corp: CorpKey | 'provider'; type: string; filename: string; contentType: string; at: number; /** Pictures of `uploadimg` have no end. */ permanent: boolean; size: number }

export type Target = { to: 'command' } | { to: 'data'; corp: CorpKey } | { to: 'app'; appId: string };
export interface QueuedDelivery extends Delivery {
  target: Target;
  /** Authorisation events must be answered within 1 s. */
  hurry: boolean;
  nextAt: number;
}
