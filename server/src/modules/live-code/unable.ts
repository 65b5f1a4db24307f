import { IsNull } from 'typeorm';
import { truncate } from '@scrm/shared/text';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { order, type JobContext } from '../../core/jobs/define';
import { sendTextCard } from '../../wecom/api/message';
import { reasonOf } from '../../wecom/errors';
import { LiveCode } from './entity';
import { keepersOf } from './keepers';
import { namedIn, ruleOf } from './rule-of';
import { namesOf, staffById } from './staff';

/** Of each code those whom it names and who cannot receive: left, not signed in to WeCom, or without 客户联系. */
export async function unableIn(db: ReadDb, codes: readonly LiveCode[]): Promise<Map<string, string[]>> {
  const named = new Map(codes.map((code) => [code.id, namesIn(code)]));
  const staff = await staffById(db, [...named.values()].flat());
  return new Map([...named].map(([id, ids]) => [id, ids.filter((one) => staff.get(one)?.state !== 'active' || !staff.get(one)!.canReceive)]));
}

function namesIn(code: LiveCode): string[] {
  const rule = ruleOf(code);
  return rule ? namedIn(rule) : [];
}

export const tellUnable = order<{ id: string; staffIds: string[] }>('liveCode.tellUnable', {});

/** Whoever looks after the code hears of each of them once, until they can receive again. */
export async function noteUnable(tx: WriteDb, { id, unable }: Pick<LiveCode, 'id' | 'unable'>, now: readonly string[]): Promise<void> {
  const fresh = now.filter((one) => !unable?.includes(one));
  if (fresh.length === 0 && now.length === (unable?.length ?? 0)) return;
  await tx.update(LiveCode, { id }, { unable: [...now] });
  if (fresh.length > 0) await tx.enqueue(tellUnable, { id, staffIds: fresh });
}

/** After the staff were read anew. */
export async function noteAllUnable(db: ReadDb): Promise<void> {
  const codes = await db.find(LiveCode, { deletedAt: IsNull(), endedAt: IsNull(), archivedAt: IsNull() });
  const unable = await unableIn(db, codes);
  for (const code of codes) {
    const now = unable.get(code.id)!;
    if (now.join() !== (code.unable ?? []).join()) await write(db, (tx) => noteUnable(tx, code, now));
  }
}

/** To who made the code and whose channel it is. */
export async function tellOfUnable({ db, corpId, wecom, publicUrl }: JobContext, { id, staffIds }: { id: string; staffIds: string[] }): Promise<void> {
  const code = await db.findOne(LiveCode, { id });
  if (!code || code.deletedAt !== null) return;
  const people = await keepersOf(db, code);
  if (people.length === 0) return;
  const refusal = [...(await staffById(db, staffIds)).values()].find((one) => one.refusal)?.refusal;
  const why = refusal ? `企业微信：${reasonOf(refusal.errcode, 'zh')}` : '离职、未激活或没有客户联系权限';
  const description = truncate(`「${code.name}」里的 ${(await namesOf(db, staffIds)).join('、')} 不能再接待客户（${why}），客户已看不到他们。印出去的活码不变，请看看剩下的人够不够。`, 150);
  await sendTextCard(await wecom(corpId), people.map(({ userId }) => userId), { title: '活码少了接待的人', description, url: `${publicUrl}/admin/live-codes/${id}`, button: '查看' });
}
