import { createHash, randomBytes } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';
import axios from 'axios';
import { demo } from '../../sandbox/demo';
import { parseSample, type Sample } from './files';
import type { KindReport } from './report';
import { openStage, type Stage } from './stage';

type Kind = 'callback_xml' | 'callback_json';

interface Posted {
  kind: Kind;
  sample: Sample;
  hash: string;
  /** What is wrong already. */
  reason: string | null;
}

interface Stored {
  id: string;
  state: string;
  reason: string;
}

/** This takes the suite away from its corp, so it comes after all others. */
const endsTheSuite = ({ text }: Sample) => text.includes('cancel_auth');

/**
 * Every documented callback, sealed by WeCom's own library and posted to the real endpoints, must be stored and end
 * handled or ignored with a reason, and no job that it sets off may die. The ids of suite and corp in the samples are
 * placeholders and are replaced by those of the corps that are connected; everything else stays as documented.
 */
export async function checkCallbacks(files: Record<Kind, Sample[]>): Promise<KindReport[]> {
  const all = Object.entries(files).flatMap(([kind, samples]) => samples.map((sample) => ({ kind: kind as Kind, sample })));
  const stage = await openStage();
  try {
    const posted: Posted[] = [];
    for (const { kind, sample } of all.filter(({ sample }) => !endsTheSuite(sample))) posted.push(await post(stage, kind, sample));
    await stage.settleRetries();
    for (const { kind, sample } of all.filter(({ sample }) => endsTheSuite(sample))) posted.push(await post(stage, kind, sample));
    await stage.settleRetries();
    return await judge(stage, posted, Object.keys(files) as Kind[]);
  } finally {
    await stage.close();
  }
}

async function post(stage: Stage, kind: Kind, sample: Sample): Promise<Posted> {
  const text = kind === 'callback_xml' ? withOurIds(stage, sample.text) : JSON.stringify(withOurIdsInJson(stage, sample));
  const isCommand = text.includes('InfoType');
  const { token, aesKey } = isCommand ? demo.suite : demo.corps.selfBuilt;
  const receiveId = isCommand ? demo.suite.suiteId : stage.ownCorp.wecomCorpId;
  const sealed = encrypt(aesKey, text, receiveId);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(5).toString('hex');
  const body = kind === 'callback_xml'
    ? `<xml><ToUserName><![CDATA[${receiveId}]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt><AgentID><![CDATA[]]></AgentID></xml>`
    : JSON.stringify({ tousername: receiveId, encrypt: sealed, agentid: '' });
  const { status, data } = await axios.post<string>(`${stage.url}${isCommand ? '/wecom/suite/command' : `/wecom/app/${stage.ownCorp.appId}`}`, body, {
    params: { msg_signature: getSignature(token, timestamp, nonce, sealed), timestamp, nonce },
    headers: { 'content-type': kind === 'callback_xml' ? 'text/xml' : 'application/json' }, responseType: 'text', validateStatus: () => true,
  });
  await stage.settle();
  const reason = status === 200 && data === 'success' ? null : `refused with ${status} ${data}`;
  return { kind, sample, hash: createHash('sha1').update(text).digest('hex'), reason };
}

function ourIds(stage: Stage): Record<string, string> {
  return { SuiteId: demo.suite.suiteId, AuthCorpId: stage.suiteCorp.wecomCorpId, ToUserName: stage.ownCorp.wecomCorpId };
}

function withOurIds(stage: Stage, xml: string): string {
  return Object.entries(ourIds(stage)).reduce((text, [name, id]) => text.replace(new RegExp(`<${name}>[^]*?</${name}>`), `<${name}><![CDATA[${id}]]></${name}>`), xml);
}

function withOurIdsInJson(stage: Stage, sample: Sample): object {
  const message = parseSample(sample) as Record<string, unknown>;
  const ours = Object.entries(ourIds(stage)).filter(([name]) => name in message);
  return { ...message, ...Object.fromEntries(ours) };
}

async function judge(stage: Stage, posted: Posted[], kinds: Kind[]): Promise<KindReport[]> {
  const deaths = await deadJobs(stage);
  const judged = await Promise.all(posted.map(async ({ kind, sample, hash, reason }) => {
    const [row] = await stage.app.database.query<Stored>('SELECT id, state, reason FROM inbox WHERE hash LIKE ?', [`%:${hash}`]);
    return { kind, name: sample.name, row, reason: reason ?? faultOf(row) ?? deaths.get(row!.id) ?? null };
  }));
  // A job may also die that none of the samples set off.
  const known = new Set(judged.map(({ row }) => row?.id));
  const others = [...deaths].filter(([cause]) => !known.has(cause)).map(([cause, reason]) => ({ name: `(caused by ${cause})`, reason }));
  return kinds.map((kind, i) => {
    const own = judged.filter((each) => each.kind === kind);
    const failed = own.flatMap(({ name, reason }) => (reason === null ? [] : [{ name, reason }]));
    const passed = own.filter(({ reason }) => reason === null);
    const handled = passed.filter(({ row }) => row!.state === 'handled').length;
    return {
      kind, passed: passed.length, failed: i === 0 ? [...failed, ...others] : failed, notOurs: [],
      note: `handled ${handled}, ignored with a reason ${passed.length - handled}`,
    };
  });
}

function faultOf(row: Stored | undefined): string | null {
  if (!row) return 'not stored';
  if (row.state === 'handled') return null;
  if (row.state !== 'ignored') return `${row.state}: ${row.reason}`;
  if (row.reason === '') return 'ignored without a reason';
  return row.reason.startsWith('not as documented') || row.reason.startsWith('unknown corp') ? `ignored: ${row.reason}` : null;
}

/** What died, by the callback at the beginning of its chain of causes. */
async function deadJobs(stage: Stage): Promise<Map<string, string>> {
  const jobs = await stage.app.database.query<{ id: string; name: string; state: string; cause: string | null; error: string }>('SELECT id, name, state, cause, error FROM job');
  const causes = new Map(jobs.map((job) => [job.id, job.cause]));
  const origin = (id: string | null): string => {
    let at = id;
    for (let next = at && causes.get(at); next; next = causes.get(next)) at = next;
    return at ?? 'nothing';
  };
  return new Map(jobs.filter(({ state }) => state === 'dead').map((job) => [origin(job.cause), `${job.name} died: ${job.error.split('\n')[0]}`]));
}
