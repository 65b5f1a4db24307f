/**
 * What the phone page, the tests and scripts say to the sandbox: plain JSON under `/sandbox/` on `SANDBOX_PORT`.
 * These are things that people and time do; what an app does goes through WeCom's own paths (`/cgi-bin/…`).
 */
export type CorpKey = 'suite' | 'agency' | 'selfBuilt';

/** A person's WeChat, outside of any corp. */
export interface WechatUser {
  id: string;
  name: string;
  avatar: string;
  gender: 0 | 1 | 2;
  unionid: string;
}

export interface SandboxStaff {
  userid: string;
  /** The real name; the phone shows it, a suite's app never gets it. */
  name: string;
  avatar: string;
  departmentIds: number[];
  position: string;
  canReceive: boolean;
}

export interface SandboxCorp {
  key: CorpKey;
  corpId: string;
  name: string;
  kind: CorpKey;
  agentId: number;
  installed: boolean;
  staff: SandboxStaff[];
  departments: { id: number; name: string; parentid: number; order: number }[];
  customerCount: number;
}

export interface SandboxState {
  /** Virtual now, in ms. */
  now: number;
  corps: SandboxCorp[];
  /** People made on the phone page, newest first (the seeded 500 customers a corp are not listed here). */
  people: WechatUser[];
  faults: Fault[];
}

export interface Contact {
  corp: CorpKey;
  userid: string;
  staffName: string;
  staffAvatar: string;
  customer: WechatUser;
  externalUserid: string;
  /** Who still has whom: a one-way friendship stays after one side deleted the other. */
  customerHasStaff: boolean;
  staffHasCustomer: boolean;
  /** Waiting for the staff member's confirmation. */
  pending: boolean;
  /** The member has handed them over; it takes effect then, unless the customer refuses. */
  transfer: { to: string; takesEffectAt: number } | null;
  remark: string;
  tags: { id: string; name: string }[];
  lastMessage: ChatMessage | null;
}

export interface ChatMessage {
  id: string;
  at: number;
  from: 'customer' | 'staff' | 'system';
  /** Sent by an app through the API (a welcome, say) on the staff member's behalf. */
  byApp: boolean;
  kind: 'text' | 'image' | 'link' | 'miniprogram' | 'video' | 'file';
  text: string;
  /** image, video, file: where to load it; link: its picture. */
  mediaUrl: string;
  url: string;
  desc: string;
}

/** What an app sent to a member (应用消息). */
export interface AppMessage {
  id: string;
  at: number;
  app: string;
  kind: 'text' | 'textcard';
  title: string;
  text: string;
  url: string;
}

/** A customer group as the phones show it. */
export interface SandboxGroup {
  corp: CorpKey;
  corpName: string;
  chatId: string;
  /** What the corp's app calls it. */
  appChatId: string;
  name: string;
  notice: string;
  owner: string;
  createdAt: number;
  /** One of `userid` and `person` is ''. `scene`: 1 invited, 2 by a link, 3 by the code. */
  members: { userid: string; person: string; name: string; avatar: string; joinedAt: number; scene: number }[];
}

/** A code that leads into groups. */
export interface SandboxJoinWay {
  corp: CorpKey;
  configId: string;
  qr: string;
  remark: string;
  state: string;
  /** Of a picture that a group's owner shows; null: it has no end. */
  expiresAt: number | null;
  /** Those that still exist, in the order in which they fill. */
  groups: { chatId: string; name: string; count: number }[];
}

/** A red packet of a company, on the phone of whoever got it. */
export interface SandboxPacket { id: string; corp: CorpKey; person: string; fen: number; wish: string; sender: string; at: number; state: 'open' | 'claimed' | 'returned' }

/** A mass send that waits for the member, or went out. */
export interface SandboxMassSend {
  id: string;
  at: number;
  sentAt: number | null;
  cancelled: boolean;
  customers: number;
  messages: { kind: ChatMessage['kind']; text: string; desc: string; url: string; mediaUrl: string }[];
}

/** One callback that the sandbox sent, with each try. */
export interface Delivery {
  id: string;
  at: number;
  corp: CorpKey | null;
  /** `change_external_contact.add_external_contact`, `suite_ticket`… */
  event: string;
  url: string;
  plain: string;
  tries: { at: number; status: number; ms: number; error: string }[];
  outcome: 'waiting' | 'delivered' | 'failed';
}

/** A call that an app made. */
export interface ApiCall {
  id: string;
  at: number;
  corp: CorpKey | null;
  method: string;
  path: string;
  errcode: number;
  ms: number;
}

/** The fault dial. Each counts down `times` and goes away at 0. */
export interface Fault {
  id: string;
  /** `callback` or the path of an endpoint (`/cgi-bin/externalcontact/send_welcome_msg`); `*` is any endpoint. */
  target: string;
  /**
   * What goes wrong. `duplicate` and `reorder` are for callbacks. `drop`: the connection is cut; on an endpoint before
   * anything was done, or with value 1 when all was done but the answer is lost; on a callback after it was sent.
   */
  effect: 'delay' | 'errcode' | 'drop' | 'duplicate' | 'reorder' | 'http500';
  /** `delay`: ms. `errcode`: the code; of WeChat Pay 0 an unclear answer, 1 one though all was done, 2 a refusal of the person, 3 an order that fails. */
  value: number;
  times: number;
}

/**
 * The calls. `POST` bodies and replies are JSON; a refused call answers 4xx with `{ "error": "sentence" }`.
 *
 * GET  /sandbox/state                                    → SandboxState
 * POST /sandbox/people            { name?, avatar? }     → WechatUser                       a new WeChat user
 * POST /sandbox/scan              { person, qr }         → { corp, userid, externalUserid, pending }, or { corp, chatId } by a code of groups    qr: the picture's URL, or a config_id
 * POST /sandbox/scans             { qr, count, perSecond? } → { started }                   many new people scan
 * POST /sandbox/add               { corp, userid, person, addWay?, by?: 'customer' | 'staff' } → Contact     they add each other otherwise: WeCom's add_way, 2 unless said
 * POST /sandbox/console-welcome   { corp, userid, text } → {}                               WeCom's own console greets for the member; '' turns it off
 * GET  /sandbox/group-welcomes?corp=…                    → { templateId, appId, content }[]
 * POST /sandbox/group-welcomes/remove { templateId }     → {}                               by hand in WeCom's console
 * POST /sandbox/group-welcomes/change { templateId, text } → {}                              by hand in WeCom's console
 * GET  /sandbox/contacts?person=…  or ?corp=…&userid=…   → Contact[]                        newest first
 * GET  /sandbox/chat?corp=…&userid=…&person=…            → ChatMessage[]
 * POST /sandbox/say               { corp, userid, person, from, text } → ChatMessage
 * POST /sandbox/unfriend          { corp, userid, person, by: 'customer' | 'staff' } → {}
 * POST /sandbox/accept            { corp, userid, person } → {}                             staff confirms a pending request
 * POST /sandbox/remark            { corp, userid, person, remark } → {}                     in the WeCom client: edit event
 * POST /sandbox/tag               { corp, userid, person, add?: string[], remove?: string[] } → {}   tag ids, in the WeCom client: edit event
 * GET  /sandbox/groups?corp=…&userid=… or ?person=…      → SandboxGroup[]                   customer groups, newest first
 * POST /sandbox/groups            { corp, owner, name, persons: string[], userids?: string[] } → SandboxGroup   change_external_chat: create
 * POST /sandbox/group-join        { corp, chatId, person? | userid?, scene?: 1 | 2 | 3, by?, state? } → SandboxGroup    update: add_member
 * POST /sandbox/group-leave       { corp, chatId, person? | userid?, removed?: true } → SandboxGroup   update: del_member
 * POST /sandbox/group-change      { corp, chatId, name?, notice?, owner? } → SandboxGroup   update: change_name, change_notice, change_owner
 * POST /sandbox/group-dismiss     { corp, chatId }       → {}             dismiss
 * POST /sandbox/group-fill        { corp, chatId, upTo } → SandboxGroup   strangers are invited until it has so many members
 * POST /sandbox/group-picture     { corp, chatId }       → SandboxJoinWay   the group's own code, as its owner shows it: good for 7 days
 * GET  /sandbox/join-ways?corp=…                         → SandboxJoinWay[]                 join ways that apps made, and groups' own codes
 * GET  /sandbox/mass-sends?corp=…&userid=…               → SandboxMassSend[]                what apps ask the member to send, newest first
 * POST /sandbox/mass-send         { corp, userid, id }   → {}                               the member confirms: the messages go out
 * GET  /sandbox/red-packets?person=…                   → SandboxPacket[]                  red packets of companies, newest first
 * POST /sandbox/red-packets/claim { id }                 → SandboxPacket                    within 24 hours
 * POST /sandbox/merchant          { balance? }           → { balance }                      fen of the demo merchant at WeChat Pay (`/mmpaymkttransfers/…`)
 * GET  /sandbox/tags?corp=…                              → { id, name, groupName }[]
 * GET  /sandbox/codes                                    → { corp, configId, qr, remark, state, skipVerify, users }[]   contact ways that apps made
 * GET  /sandbox/links                                    → { corp, linkId, url, name, users }[]   acquisition links; POST /sandbox/scan opens one, with its `customer_channel`
 * POST /sandbox/acquisition-balance { corp, balance }    → { balance, used }   customers that links may still bring
 * GET  /sandbox/deliveries?after=…                       → Delivery[]                       newest last
 * POST /sandbox/deliveries/repeat { id? }                → {}                               sends a callback once more, as WeCom does
 * GET  /sandbox/calls?after=…                            → ApiCall[]
 * GET  /sandbox/stream                                   → server-sent events: `delivery`, `call`, `chat`, `contact`, `group`, `clock`, `inbox`
 * POST /sandbox/clock             { advanceMs? , at? }   → { now }
 * POST /sandbox/faults            Fault without id       → Fault          DELETE /sandbox/faults/:id
 * POST /sandbox/install           { corp }               → {}             an admin installs the suite from the app market (create_auth)
 * POST /sandbox/uninstall         { corp }               → {}             cancel_auth
 * POST /sandbox/ticket            {}                     → {}             a suite_ticket at once, as by the provider console's button
 * POST /sandbox/reset-secret      { corp: 'agency' }     → {}             reset_permanent_code
 * POST /sandbox/scope             { corp, userids, departmentIds } → {}   the app's visible range: change_auth, subscribe, unsubscribe
 * POST /sandbox/callback-url      { corp, url, token, aesKey, sidebarUrl? } → { verified, error }   self-built and agency apps: as pasted in WeCom's console, checked by GET; `suite`: another command address
 * POST /sandbox/staff             { corp, userid, leave?: true, exit?: true, canReceive?: boolean, unverified?: boolean, departmentIds?, name?, customerLimit? } → {}  exited: still shown; new, with a name: joins
 * POST /sandbox/refuse            { corp, person } → {}                                     the customer refuses the hand-over that is on its way
 * POST /sandbox/refusals          { corp, share } → { refused }                             that share of all who are on their way refuses
 * GET  /sandbox/transfers?corp=…                         → { person, from, to, kind, at, takesEffectAt, state }[]
 * GET  /sandbox/inbox?corp=…&userid=…                    → AppMessage[]                     what apps sent to the member, newest first
 * POST /sandbox/corp-tag          { corp, groupName, name } or { corp, id, name?, remove? } → { id, groupId }   by hand in WeCom: change_external_tag
 * POST /sandbox/reset             {}                     → {}             back to the seed; connected apps stay connected
 * POST /sandbox/wx-login          { person, appid? }     → { code }       what `wx.login` gives that person, for /sns/jscode2session
 * GET  /sandbox/sidebar?corp=…&userid=…&person=… or &chat=…  → 302 to the app's sidebar through OAuth, as the WeCom client opens it beside a chat
 * GET  /sandbox/wecom-client.js                          → what the WeCom client puts into a page: user agent and JS bridge
 */
export const controlPath = '/sandbox';
