import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, InputNumber, Select, Skeleton } from 'antd';
import { useState } from 'react';
import type { Channel, CostPeriod } from '@scrm/shared/channel';
import { spentFen } from '@scrm/shared/channel-cost';
import { yuan } from '@scrm/shared/money';
import type { StaffRef } from '@scrm/shared/org';
import type { TagRef } from '@scrm/shared/tag';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { useCloseGuard } from '../../kit/leave-guard';
import { useAllowed } from '../../kit/me';
import { Said } from '../../kit/person';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { TagPicker } from '../../kit/pick/TagPicker';
import { Ago } from '../../kit/time';
import { ChannelPicker } from './ChannelPicker';

const useWords = words({
  zh: {
    create: '新建渠道', edit: '渠道', name: '名称', namePlaceholder: '例如：抖音直播间', nameHint: '最多 30 字，不能含 /', needName: '请填写名称，不能含 /', under: '上级渠道', owner: '负责人', ownerHint: '负责人可以修改这个渠道', cost: '花费（元）', per: '每',
    periods: { once: '一次性', day: '每天', week: '每周', month: '每月', quarter: '每季度', year: '每年' } satisfies Record<CostPeriod, string>,
    tag: '渠道标签', tagHint: '从这个渠道来的客户都会打上；不选则自动新建一个同名标签', utm: 'UTM 参数', utmHint: '客户从这个渠道的活码或获客链接进来，欢迎语里的链接（正文里的也算）会带上这些参数，供网站统计识别；网址里已有的不改', history: '路径历史', by: (who: string) => `由 ${who} 更改`, save: '保存', saved: '已保存', made: '渠道已建好', locked: '由别人负责，只能查看',
    spentTitle: '花费与效果', spent: '至今花费', added: '带来客户', each: '每位客户', noCost: '没有填写花费', money: (text: string) => `¥${text}`, spentHint: '含下级渠道。从建渠道起算，每个周期一开始就计入，一个月按 30 天；客户按活码和获客链接的添加数，已归档的也算。',
  },
  en: {
    create: 'New channel', edit: 'Channel', name: 'Name', namePlaceholder: 'For example: TikTok live room', nameHint: 'At most 30 characters, without /', needName: 'Give it a name without /', under: 'Under', owner: 'Owner', ownerHint: 'The owner may change this channel', cost: 'Cost (yuan)', per: 'Per',
    periods: { once: 'Once', day: 'Per day', week: 'Per week', month: 'Per month', quarter: 'Per quarter', year: 'Per year' },
    tag: 'Tag of the channel', tagHint: 'Everybody who comes through it gets the tag; none chosen: one of the same name is made', utm: 'UTM', utmHint: 'Put on the links in the welcome, in its text too, of whoever comes by this channel’s live codes or acquisition links, for the statistics of web sites; what an address says itself stays', history: 'Former paths', by: (who: string) => `by ${who}`, save: 'Save', saved: 'Saved', made: 'The channel is made', locked: 'Somebody else owns it, so it can only be read',
    spentTitle: 'Cost and effect', spent: 'Spent so far', added: 'Customers', each: 'Each customer', noCost: 'No cost is set', money: (text: string) => `¥${text}`, spentHint: 'With the channels below it. From the day when the channel was made, each period as it begins, a month as 30 days; customers as added by live codes and links, archived ones too.',
  },
});

const utmNames = ['source', 'medium', 'campaign', 'term', 'content'] as const;

export type Editing = { channel: Channel } | { parentId: string | null };

/** Makes a channel, or shows and changes one. */
export function ChannelDrawer({ editing, onClose }: { editing: Editing; onClose: () => void }) {
  const t = useWords();
  const allowed = useAllowed();
  const before = 'channel' in editing ? editing.channel : null;
  const [name, setName] = useState(before?.name ?? '');
  const [parentId, setParentId] = useState('parentId' in editing ? editing.parentId : null);
  const [owner, setOwner] = useState<StaffRef[]>(before?.owner ? [before.owner] : []);
  const [cost, setCost] = useState((before?.costFen ?? 0) / 100);
  const [costPeriod, setCostPeriod] = useState<CostPeriod>(before?.costPeriod ?? 'once');
  const [tag, setTag] = useState<TagRef[]>(before?.tag ? [before.tag] : []);
  const [utm, setUtm] = useState(before?.utm ?? { source: '', medium: '', campaign: '', term: '', content: '' });
  const close = useCloseGuard([name, parentId, owner, cost, costPeriod, tag, utm], onClose);
  const [tried, setTried] = useState(false);
  const may = before ? allowed('channels.update') && before.mine : allowed('channels.create');
  const isNamed = name.trim() !== '' && !name.includes('/');
  const save = useAct(() => {
    const input = { name, ownerId: owner[0]?.id ?? null, costFen: Math.round(cost * 100), costPeriod, utm, tagId: tag[0]?.id ?? null };
    return before ? api.channels.update({ ...input, id: before.id, updatedAt: before.updatedAt }) : api.channels.create({ ...input, parentId });
  }, { quiet: true, done: before ? t.saved : t.made, touches: ['channels', 'liveCodes', 'tags'], onDone: onClose });

  function submit(): void {
    setTried(true);
    if (isNamed) save.mutate(undefined);
  }

  return (
    <Drawer
      open size={440} title={before ? before.path : t.create} onClose={close} data-testid="channel-drawer"
      extra={may ? <Button type="primary" loading={save.isPending} onClick={submit} data-testid="save-channel">{t.save}</Button> : null}
    >
      <Form layout="vertical" disabled={!may} onFinish={submit}>
        {before && !may ? <p className="soft">{t.locked}</p> : null}
        {save.error ? <ErrorNote compact error={save.error} /> : null}
        <Form.Item label={t.name} htmlFor="channel-name" required extra={t.nameHint} {...(tried && !isNamed ? { validateStatus: 'error', help: t.needName } : {})}>
          <Input id="channel-name" value={name} maxLength={30} placeholder={t.namePlaceholder} onChange={({ target }) => setName(target.value)} />
        </Form.Item>
        {before ? null : <Form.Item label={t.under} htmlFor="channel-under"><ChannelPicker id="channel-under" label={t.under} top value={parentId} onChange={setParentId} /></Form.Item>}
        <Form.Item label={t.owner} htmlFor="channel-owner" extra={t.ownerHint}><StaffPicker id="channel-owner" label={t.owner} value={owner} max={1} onChange={setOwner} /></Form.Item>
        <Form.Item label={t.cost} htmlFor="channel-cost">
          <div className="row">
            <InputNumber<number> id="channel-cost" min={0} max={10_000_000_000} precision={2} value={cost} onChange={(next) => setCost(next ?? 0)} style={{ flex: 1 }} />
            <Select<CostPeriod> aria-label={t.per} value={costPeriod} onChange={setCostPeriod} style={{ width: 120 }} options={Object.entries(t.periods).map(([value, label]) => ({ value, label }))} />
          </div>
        </Form.Item>
        <Form.Item label={t.tag} htmlFor="channel-tag" extra={t.tagHint}><TagPicker id="channel-tag" label={t.tag} value={tag} max={1} onChange={setTag} /></Form.Item>
        <Form.Item label={t.utm} extra={t.utmHint}>
          <div className="channel-utm">
            {utmNames.map((one) => <Input key={one} addonBefore={`utm_${one}`} aria-label={`utm_${one}`} maxLength={100} value={utm[one]} onChange={({ target }) => setUtm({ ...utm, [one]: target.value })} />)}
          </div>
        </Form.Item>
      </Form>
      {before ? <Cost channel={before} /> : null}
      {before ? <History id={before.id} /> : null}
    </Drawer>
  );
}

/** What it has cost so far, for each customer whom it and the channels below it brought. */
function Cost({ channel }: { channel: Channel }) {
  const t = useWords();
  const [now] = useState(() => Date.now());
  const channels = useQuery(ask('channels', 'list', {}));
  const byCodes = useQuery(ask('liveCodes', 'added', { channelId: channel.id }));
  const byLinks = useQuery(ask('acquisition', 'added', { channelId: channel.id }));
  const error = channels.error ?? byCodes.error ?? byLinks.error;
  if (error) return <ErrorNote compact error={error} onAgain={() => void Promise.all([channels, byCodes, byLinks].map((one) => one.refetch()))} />;
  if (!channels.data || !byCodes.data || !byLinks.data) return <Skeleton active title={false} paragraph={{ rows: 1 }} />;
  const spent = channels.data.items.filter(({ id, path }) => id === channel.id || path.startsWith(`${channel.path}/`)).reduce((sum, one) => sum + spentFen(one, now), 0);
  const added = byCodes.data.added + byLinks.data.added;
  return (
    <section data-testid="channel-cost">
      <h3>{t.spentTitle}</h3>
      <dl className="facts">
        <dt>{t.spent}</dt><dd className="figures">{spent > 0 ? t.money(yuan(spent)) : <span className="soft">{t.noCost}</span>}</dd>
        <dt>{t.added}</dt><dd className="figures">{figure(added)}</dd>
        <dt>{t.each}</dt><dd className="figures">{spent > 0 && added > 0 ? <strong>{t.money(yuan(Math.round(spent / added)))}</strong> : <span className="soft">–</span>}</dd>
      </dl>
      <p className="soft small">{t.spentHint}</p>
    </section>
  );
}

function History({ id }: { id: string }) {
  const t = useWords();
  const history = useQuery(ask('channels', 'history', { id }));
  if (history.isPending) return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  if (!history.data) return <ErrorNote compact error={history.error} onAgain={() => void history.refetch()} />;
  return (
    <section>
      <h3>{t.history}</h3>
      <ul className="channel-history" data-testid="channel-history">
        {history.data.items.map(({ path, at, by }) => <li key={`${at}${path}`}><span className="break">{path}</span><span className="soft small"><Ago at={at} /> <Said text={t.by(by)} /></span></li>)}
      </ul>
    </section>
  );
}
