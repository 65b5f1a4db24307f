import { ApiError } from '@scrm/shared/client';
import { checkJsApi, ensureAgentConfigReady, env, getContext, getCurExternalChat, getCurExternalContact, initOpenData, onVoiceRecordEnd, register, startRecord, stopRecord, translateVoice } from '@wecom/jssdk';
import { signedAddress } from './address';
import { api } from './api';
import { TookTooLong, within } from './timeout';

/** Why WeCom does not tell beside whom the page stands. Each has its sentence in pages/customer/words. */
export type Obstacle =
  | 'outside' | 'signature' | 'wrongEntry' | 'groupChat' | 'colleague' | 'noPermission' | 'silent' | 'server' | 'unknown';

export type Chat =
  | { kind: 'customer'; externalUserid: string }
  | { kind: 'group'; chatId: string }
  | { kind: 'obstacle'; obstacle: Obstacle; error: unknown; detail: string };

const patience = 8_000;

/** Entries that stand beside one customer: https://developer.work.weixin.qq.com/document/path/94315 */
const customerEntries = ['single_chat_tools', 'contact_profile', 'single_kf_tools', 'chat_attachment'];
const groupEntries = ['group_chat_tools', 'chain_group_chat_tools', 'internal_group_chat_board'];

class Hindered extends Error {
  constructor(readonly obstacle: Obstacle, readonly reason?: unknown) {
    super(obstacle);
  }
}

const voiceCalls = ['startRecord', 'stopRecord', 'onVoiceRecordEnd', 'translateVoice'];

let registered: Promise<void> | null = null;

/** Registers the page with WeCom once; after a failure the next call tries afresh. */
function ready(): Promise<void> {
  registered ??= registerPage().catch((error: unknown) => {
    registered = null;
    throw error;
  });
  return registered;
}

async function registerPage(): Promise<void> {
  if (!env.isWeCom) throw new Hindered('outside');
  // The first signature also says whose page this is; the JS-SDK then asks for the same address.
  const address = signedAddress();
  let first: Awaited<ReturnType<typeof api.wecom.sign>> | null = await api.wecom.sign({ kind: 'agent', url: address });
  register({
    corpId: first.corpId,
    agentId: first.agentId,
    jsApiList: ['getContext', 'getCurExternalContact', 'getCurExternalChat', ...voiceCalls],
    // Only clients older than 3.0.24 ask for the company's signature as well.
    getConfigSignature: (url) => api.wecom.sign({ kind: 'corp', url }),
    getAgentConfigSignature: async (url) => {
      const made = url === address && first ? first : await api.wecom.sign({ kind: 'agent', url });
      first = null;
      return made;
    },
  });
  await ensureAgentConfigReady().catch((error: unknown) => {
    throw error instanceof ApiError ? error : new Hindered('signature', error);
  });
}

/** What happens every day and is no fault: WeCom's own words would only puzzle. */
const plain: readonly Obstacle[] = ['wrongEntry', 'groupChat', 'colleague'];

/** Beside whom does the page stand? Never rejects: what hinders is an answer too. */
export async function whoseChat(): Promise<Chat> {
  try {
    return await within(patience, askWecom());
  } catch (error) {
    const obstacle = obstacleOf(error);
    return { kind: 'obstacle', obstacle, error, detail: plain.includes(obstacle) ? '' : detailOf(error) };
  }
}

async function askWecom(): Promise<Chat> {
  await ready();
  const { entry } = await getContext();
  if (groupEntries.includes(entry)) return { kind: 'group', chatId: await whichGroup() };
  if (!customerEntries.includes(entry)) throw new Hindered('wrongEntry');
  const { userId } = await getCurExternalContact();
  if (!userId) throw new Hindered('colleague');
  return { kind: 'customer', externalUserid: userId };
}

/** A group without customers has no id for us. https://developer.work.weixin.qq.com/document/path/94347 */
async function whichGroup(): Promise<string> {
  try {
    const { chatId } = await getCurExternalChat();
    if (chatId) return chatId;
  } catch (error) {
    if (!/without context/i.test(messageOf(error))) throw error;
  }
  throw new Hindered('groupChat');
}

function obstacleOf(error: unknown): Obstacle {
  if (error instanceof Hindered) return error.obstacle;
  if (error instanceof TookTooLong) return 'silent';
  if (error instanceof ApiError) return 'server';
  const text = messageOf(error);
  if (/without context/i.test(text)) return 'colleague';
  if (/permission|denied/i.test(text)) return 'noPermission';
  return 'unknown';
}

function detailOf(error: unknown): string {
  if (error instanceof ApiError || error instanceof TookTooLong) return '';
  return messageOf(error instanceof Hindered ? error.reason : error);
}

/** The JS-SDK rejects with `{ errMsg, errCode }`, or with an Error of its own. */
function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { errMsg, message } = error as { errMsg?: string; message?: string };
  return errMsg ?? message ?? '';
}

/** Makes `WWOpenData` usable, which needs a registered page: https://developer.work.weixin.qq.com/document/path/91958 */
export async function openNames(): Promise<void> {
  await ready();
  await initOpenData();
}

/** Only WeCom's phone clients of 2.7.5 and later listen and write down, as the JS-SDK's own notes on `translateVoice` say. */
export async function canListen(): Promise<boolean> {
  try {
    await ready();
    const { checkResult } = await checkJsApi({ jsApiList: voiceCalls });
    return voiceCalls.every((name) => checkResult[name]);
  } catch {
    return false;
  }
}

/** Begins to listen. WeCom ends by itself after a minute: then `ended` gets the recording. */
export async function listen(ended: (recording: string) => void): Promise<void> {
  onVoiceRecordEnd(({ localId }: { localId?: string }) => { if (localId) ended(localId); });
  await startRecord();
}

/** Ends listening and gives the recording. */
export async function stopListening(): Promise<string> {
  return (await stopRecord()).localId;
}

/** What was said, in words; '' when nothing was understood. */
export async function wordsOf(recording: string): Promise<string> {
  return (await translateVoice({ localId: recording, isShowProgressTips: false })).translateResult.trim();
}
