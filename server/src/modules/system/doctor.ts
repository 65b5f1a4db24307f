import { randomBytes } from 'node:crypto';
import axios from 'axios';
import { doctor as contract, type DoctorStep } from '@scrm/shared/system';
import { messageOf } from '../../core/errors';
import { done, serve, type CallContext } from '../../core/http/serve';
import { write } from '../../core/db/scope';
import { getAgent } from '../../wecom/api/agent';
import { listFollowUsers } from '../../wecom/api/external-contact';
import { type CallbackCrypto } from '../../wecom/crypto';
import { WeComError } from '../../wecom/errors';
import type { Corp } from '../corp';
import { listReconciliations, startReconciliation } from '../customer';
import { openConflicts } from '../welcome';

type Finding = Omit<DoctorStep, 'name'>;
type Check = (patient: Patient) => Promise<Finding>;

interface Patient {
  corp: Corp;
  context: CallContext;
}

const ok = (zh: string, en: string): Finding => ({ state: 'ok', detail: { zh, en }, fix: null });
const failed = (zh: string, en: string, fixZh: string, fixEn: string): Finding => ({ state: 'failed', detail: { zh, en }, fix: { zh: fixZh, en: fixEn } });
const skipped = (zh: string, en: string): Finding => ({ state: 'skipped', detail: { zh, en }, fix: null });

/** In the order in which a callback and a call depend on them: the first that fails is the one to mend. */
const checks: [DoctorStep['name'], Check][] = [
  ['publicUrl', checkPublicUrl],
  ['tokenAndKey', checkKeys],
  ['receiveId', checkReceiveId],
  ['suiteTicket', checkSuiteTicket],
  ['clock', checkClock],
  ['accessToken', checkAccessToken],
  ['trustedIp', checkTrustedIp],
  ['appScope', checkScope],
  ['delivery', checkDelivery],
  ['welcome', checkWelcome],
];

export const doctorRoutes = serve('doctor', contract, {
  run: async (_, context) => {
    const corp = await context.corps.get(context.corpId);
    const steps: DoctorStep[] = [];
    for (const [name, check] of checks) {
      const finding = await check({ corp, context }).catch((error: unknown) => failed(messageOf(error), messageOf(error), '请查看服务日志', 'See the server’s log'));
      steps.push({ name, ...finding });
    }
    return { steps };
  },

  reconciliations: async (_, { db }) => ({ items: await listReconciliations(db) }),

  reconcile: async (_, { db, clock }) => {
    await write(db, (tx) => startReconciliation(tx, clock.now()));
    return done;
  },
});

const http = axios.create({ timeout: 5000, validateStatus: () => true, maxRedirects: 0, responseType: 'text', transformResponse: (body: unknown) => body });

async function checkPublicUrl({ context: { publicUrl } }: Patient): Promise<Finding> {
  try {
    const reply = await http.get<string>(`${publicUrl}/healthz`);
    if (reply.status === 200) return ok(`${publicUrl} 可以访问`, `${publicUrl} can be reached`);
    return failed(`${publicUrl} 返回 HTTP ${reply.status}`, `${publicUrl} answered HTTP ${reply.status}`, '检查反向代理是否把请求转到本服务', 'Check that the reverse proxy passes requests on to this server');
  } catch (error) {
    return failed(`${publicUrl} 无法访问：${messageOf(error)}`, `${publicUrl} cannot be reached: ${messageOf(error)}`, '检查 PUBLIC_URL、域名解析、证书和防火墙', 'Check PUBLIC_URL, DNS, the certificate and the firewall');
  }
}

const callbackPath = (corp: Corp) => (corp.kind === 'suite' ? '/wecom/suite/command' : `/wecom/app/${corp.appId}`);

/** Does what WeCom does when an address is saved: asks with a signed and encrypted text, and wants it back. */
async function askOwnCallback({ corp, context }: Patient, crypto: CallbackCrypto, receiveId: string): Promise<{ status: number; body: string; wanted: string }> {
  const wanted = randomBytes(8).toString('hex');
  const timestamp = String(Math.floor(context.clock.now() / 1000));
  const nonce = randomBytes(5).toString('hex');
  const echostr = crypto.encrypt(wanted, receiveId);
  const reply = await http.get<string>(`${context.publicUrl}${callbackPath(corp)}`, { params: { msg_signature: crypto.sign(timestamp, nonce, echostr), timestamp, nonce, echostr } });
  return { status: reply.status, body: reply.data, wanted };
}

async function ownCrypto({ corp, context }: Patient): Promise<{ crypto: CallbackCrypto; receiveId: string } | null> {
  if (corp.kind === 'suite') return context.suite && { crypto: context.suite.crypto, receiveId: context.suite.suiteId };
  const app = await context.corps.app(corp.appId);
  return app?.cryptos[0] ? { crypto: app.cryptos[0], receiveId: corp.wecomCorpId } : null;
}

async function checkKeys(patient: Patient): Promise<Finding> {
  const own = await ownCrypto(patient);
  if (!own) return failed('没有 Token 和 EncodingAESKey', 'There is no token and EncodingAESKey', '在企业页面重新接入应用', 'Connect the app again on the companies page');
  const { status, body, wanted } = await askOwnCallback(patient, own.crypto, own.receiveId);
  if (status === 200 && body === wanted) return ok('Token 与 EncodingAESKey 能通过地址校验', 'Token and EncodingAESKey pass the address check');
  return failed(`地址校验返回 HTTP ${status}：${body.slice(0, 120)}`, `The address check answered HTTP ${status}: ${body.slice(0, 120)}`, '核对企业微信后台的 Token 与 EncodingAESKey', 'Compare token and EncodingAESKey with WeCom’s console');
}

async function checkReceiveId({ corp, context }: Patient): Promise<Finding> {
  const { values } = await context.metrics.callbacksRefused.get();
  const count = (code: string) => values.find(({ labels }) => labels.code === code)?.value ?? 0;
  const foreign = count('callback_foreign');
  const unsigned = count('callback_bad_signature');
  const wanted = corp.kind === 'suite' ? context.suite?.suiteId ?? '' : corp.wecomCorpId;
  if (foreign === 0 && unsigned === 0) return ok(`自启动以来没有被拒绝的回调（应收 ${wanted}）`, `No callback was refused since the start (receive id ${wanted})`);
  return failed(
    `自启动以来 ${foreign} 个回调的接收方不是 ${wanted}，${unsigned} 个签名不符`, `Since the start ${foreign} callbacks were addressed to someone else than ${wanted}, ${unsigned} had a wrong signature`,
    '核对回调地址是否填在正确的应用里，以及 Token', 'Check that the address stands in the right app, and the token',
  );
}

async function checkSuiteTicket({ corp, context }: Patient): Promise<Finding> {
  if (corp.kind !== 'suite') return skipped('此类应用不需要 suite_ticket', 'Apps of this kind need no suite_ticket');
  const age = await context.platform.tokens.suiteTicketAge();
  const minutes = age === null ? null : Math.round(age / 60_000);
  if (minutes !== null && minutes <= 20) return ok(`最近的 suite_ticket 在 ${minutes} 分钟前收到`, `The newest suite_ticket came ${minutes} min ago`);
  return failed(
    minutes === null ? '从未收到 suite_ticket' : `已 ${minutes} 分钟没有收到 suite_ticket`, minutes === null ? 'No suite_ticket ever came' : `No suite_ticket for ${minutes} min`,
    '在服务商后台检查指令回调 URL，并点击「刷新 ticket」', 'Check the command callback in the provider’s console and press “refresh ticket”',
  );
}

async function checkClock({ context }: Patient): Promise<Finding> {
  const reply = await http.get(context.platform.hosts.api).catch(() => null);
  const theirs = Date.parse(String(reply?.headers.date ?? ''));
  if (Number.isNaN(theirs)) return skipped('企业微信没有返回时间', 'WeCom gave no time');
  const off = Math.round((Date.now() - theirs) / 1000);
  if (Math.abs(off) <= 60) return ok(`服务器时间偏差 ${off} 秒`, `This server’s clock is ${off} s off`);
  return failed(`服务器时间偏差 ${off} 秒`, `This server’s clock is ${off} s off`, '启用 NTP 校时', 'Let NTP set the clock');
}

async function checkAccessToken({ corp, context }: Patient): Promise<Finding> {
  try {
    await listFollowUsers(await context.wecom(corp.id));
    return ok('access_token 有效', 'The access_token works');
  } catch (error) {
    if (error instanceof WeComError && (error.reaction === 'permission' || error.errcode === 60020)) return ok('access_token 有效', 'The access_token works');
    return failed(messageOf(error), messageOf(error), '核对企业 ID 与 Secret，或重新授权', 'Compare corp id and secret, or authorise again');
  }
}

async function checkTrustedIp({ corp, context }: Patient): Promise<Finding> {
  try {
    await getAgent(await context.wecom(corp.id));
    return ok('本服务器 IP 可以调用企业微信', 'WeCom accepts calls from this server’s address');
  } catch (error) {
    if (!(error instanceof WeComError) || error.errcode !== 60020) return skipped(messageOf(error), messageOf(error));
    return failed(`IP ${error.fromIp} 不在可信列表`, `The address ${error.fromIp} is not trusted`, `把 ${error.fromIp} 加入应用的企业可信 IP`, `Add ${error.fromIp} to the app’s trusted addresses`);
  }
}

async function checkScope({ corp, context }: Patient): Promise<Finding> {
  try {
    const { follow_user: users } = await listFollowUsers(await context.wecom(corp.id));
    if (users.length > 0) return ok(`可见范围内有 ${users.length} 名成员开通了客户联系`, `${users.length} staff in range have customer contact`);
    return failed('可见范围内没有成员开通客户联系', 'Nobody in range has customer contact', '在企业微信后台把成员加入可见范围并开通客户联系', 'Put staff into the app’s range and give them customer contact');
  } catch (error) {
    return failed(messageOf(error), messageOf(error), '把应用加入「客户联系 - 可调用接口的应用」', 'Add the app to the apps that may call 客户联系');
  }
}

async function checkDelivery({ corp, context }: Patient): Promise<Finding> {
  if (corp.lastCallbackAt === null) return skipped('还没有发生过事件；让一位客户扫码，回到这里就能看到', 'Nothing has happened yet; let a customer scan a code and look here again');
  const minutes = Math.round((context.clock.now() - corp.lastCallbackAt) / 60_000);
  return ok(`最近一次回调在 ${minutes} 分钟前`, `The last callback came ${minutes} min ago`);
}

/** WeCom tells nobody that its own console greets: it only gives no welcome code. */
async function checkWelcome({ context: { db, clock } }: Patient): Promise<Finding> {
  const conflicts = await openConflicts(db, { staffUserIds: null, now: clock.now() });
  if (conflicts.length === 0) return ok('没有发现其他应用或管理后台抢先发送欢迎语', 'Nothing else seems to greet in our place');
  const names = conflicts.slice(0, 5).map(({ staff }) => staff?.name ?? staff?.userId ?? '?');
  return failed(
    `${conflicts.length} 名员工的欢迎语没有轮到我们发送：${names.join('、')}`, `Something else greets for ${conflicts.length} staff: ${names.join(', ')}`,
    '在企业微信管理后台「客户联系 → 加客户 → 欢迎语」里停用这些员工的欢迎语，并检查其他应用', 'Turn the welcome of these staff off in WeCom’s console, and look at other apps',
  );
}
