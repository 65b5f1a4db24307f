import { In, IsNull } from 'typeorm';
import type { LinkEventKind } from '@scrm/shared/acquisition';
import { job } from '../../core/jobs/define';
import { sendTextCard } from '../../wecom/api/message';
import { readTree } from '../channel';
import { Staff } from '../org';
import { AcquisitionEvent, AcquisitionLink } from './entity';

/** What was to be told longer ago is no news any more. */
const staleMs = 86_400_000;

const cards = {
  balance_low: ['获客额度快用完了', '剩余不到 20 人，用完后获客链接加不了人，请在企业微信管理后台购买'],
  balance_exhausted: ['获客额度已用完', '所有获客链接暂时加不了人，投放中的广告请先暂停，或在企业微信管理后台购买额度'],
  quota_expire_soon: ['获客额度即将到期', '有一批额度快到期了，到期后作废'],
  link_unavailable: ['获客链接已不可用', '企业微信停用了这个链接，点开的人加不了员工'],
} satisfies Partial<Record<LinkEventKind, [string, string]>>;

export const isAlarming = (kind: LinkEventKind): kind is keyof typeof cards => kind in cards;

/** One card for one event, to those who made links that are in use or look after their channels. It may run twice: WeCom shows the same card once. */
export const tellOfQuota = job<{ id: string }>('acquisition.tellOfQuota', {}, async ({ id }, { db, clock, wecom, corpId, publicUrl }) => {
  const event = await db.findOne(AcquisitionEvent, { id });
  if (!event || !isAlarming(event.kind) || event.at < clock.now() - staleMs) return;
  const ofLink = event.kind === 'link_unavailable';
  if (ofLink && event.linkId === '') return;
  const links = await db.find(AcquisitionLink, { deletedAt: IsNull(), ...(ofLink && { id: event.linkId }) });
  const tree = await readTree(db);
  const ids = links.flatMap(({ createdBy, channelId }) => [createdBy, tree.get(channelId ?? '')?.ownerId ?? '']);
  const people = await db.find(Staff, { id: In([...new Set(ids)]), state: 'active' });
  if (people.length === 0) return;
  const [title, advice] = cards[event.kind];
  const description = ofLink ? `「${links[0]?.name ?? ''}」${advice}` : advice;
  await sendTextCard(await wecom(corpId), people.map(({ userId }) => userId), { title, description, url: `${publicUrl}/admin/acquisition${ofLink ? `/${event.linkId}` : ''}`, button: '查看' });
});
