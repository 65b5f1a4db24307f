import { useQuery } from '@tanstack/react-query';
import { Alert, Badge } from 'antd';
import type { Licence } from '@scrm/shared/licence';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askPage } from '../../kit/ask';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { ChoiceChip, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { useAllowed } from '../../kit/me';
import { Note } from '../../kit/note';
import { PageHead } from '../../kit/page-head';
import { StaffPerson } from '../../kit/person';
import { SyncBar } from '../../kit/progress-bar';
import { Until, absolute } from '../../kit/time';

type State = Licence['state'];

const useWords = words({
  zh: {
    title: '席位与许可', about: '本软件不按席位收费。企业微信对第三方和代开发应用收取接口许可费，这里显示每位员工的许可。', states: { valid: '有效', expiring: '30 天内到期', expired: '已到期', none: '没有许可' } satisfies Record<State, string>, state: '状态', count: (n: string) => `${n} 名员工`,
    name: '员工', type: '类型', types: { external: '互通账号', basic: '基础账号' }, expires: '到期', serves: '接待客户', yes: '是', no: '否', sync: '从企业微信更新', started: '已开始更新', notNeeded: '自建应用不需要接口许可', notNeededHint: '企业微信只对第三方应用和代开发应用收取许可费。你现在使用的是自建应用，可以放心使用。',
    uncovered: (n: string) => `${n} 名接待客户的员工没有有效的互通账号`, uncoveredHint: '企业微信不会把他们的客户和添加事件告诉我们。请让服务商在企业微信服务商后台购买并激活。', expiring: (n: string) => `${n} 个许可将在 30 天内到期`, expiringHint: '请提前联系服务商续期，到期后这些员工的客户会停止更新。', trial: (date: string) => `企业微信对本应用的免费试用到 ${date}`, empty: '还没有读取许可', emptyHint: '从企业微信更新一次，之后每天自动更新。',
  },
  en: {
    title: 'Seats and licences', about: 'This software has no fee by seat. WeCom charges interface licences for third-party and agency-built apps; here is everybody’s.', states: { valid: 'Valid', expiring: 'Ends within 30 days', expired: 'Ended', none: 'No licence' }, state: 'State', count: (n: string) => `${n} staff`,
    name: 'Staff', type: 'Type', types: { external: 'External contact', basic: 'Basic' }, expires: 'Ends', serves: 'Serves customers', yes: 'Yes', no: 'No', sync: 'Update from WeCom', started: 'The update has started', notNeeded: 'A self-built app needs no licence', notNeededHint: 'WeCom charges licences for third-party and agency-built apps only. Yours is self-built: nothing to do.',
    uncovered: (n: string) => `${counted(n, 'staff member who serves customers has', 'staff who serve customers have')} no valid external-contact licence`, uncoveredHint: 'WeCom tells us nothing of their customers. Ask the provider to buy and activate licences in WeCom’s provider console.', expiring: (n: string) => `${counted(n, 'licence ends', 'licences end')} within 30 days`, expiringHint: 'Ask the provider to renew them; afterwards the customers of these staff are no longer updated.', trial: (date: string) => `WeCom’s free trial of this app ends on ${date}`, empty: 'No licence was read yet', emptyHint: 'Update from WeCom once; afterwards it is done every day.',
  },
});

const tones = { valid: 'success', expiring: 'warning', expired: 'error', none: 'default' } as const satisfies Record<State, string>;

export function LicencePage() {
  const t = useWords();
  const allowed = useAllowed();
  const filters = useFilters(['state']);
  const state = oneOf(filters.values.state, t.states);
  const paging = usePaging(state);
  const summary = useQuery({ ...ask('licence', 'summary', {}), refetchInterval: ({ state: query }) => (query.data?.sync.state === 'running' ? 1500 : false) });
  const rows = useQuery(askPage('licence', 'list', { state, limit: pageSize, cursor: paging.cursor }));
  const sync = useAct(() => api.licence.sync({}), { done: t.started, touches: ['licence'] });
  const facts = summary.data;
  if (facts && !facts.needed) return <section className="stack" data-testid="licence"><PageHead title={t.title} about={t.about} /><div className="panel"><Note title={t.notNeeded} hint={t.notNeededHint} /></div></section>;

  const columns: Column<Licence>[] = [
    { key: 'name', title: t.name, width: 220, render: (one) => <StaffPerson staff={one.staff} /> },
    { key: 'state', title: t.state, width: 150, render: (one) => <Badge status={tones[one.state]} text={t.states[one.state]} /> },
    { key: 'type', title: t.type, width: 120, render: (one) => (one.type ? t.types[one.type] : <span className="soft">–</span>) },
    { key: 'expires', title: t.expires, width: 180, render: (one) => (one.expiresAt === null ? <span className="soft">–</span> : <span className="figures nowrap">{absolute(one.expiresAt).slice(0, 10)} <span className="soft small"><Until at={one.expiresAt} /></span></span>) },
    { key: 'serves', title: t.serves, width: 100, render: (one) => <span className={one.canReceive ? undefined : 'soft'}>{one.canReceive ? t.yes : t.no}</span> },
  ];
  return (
    <ListPage<Licence>
      testId="licence" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={(one) => one.staff.name ?? one.staff.userId}
      action={<SyncBar progress={facts?.sync} label={t.sync} starting={sync.isPending} onSync={allowed('licence.sync') ? () => sync.mutate(undefined) : undefined} />}
      above={facts ? (
        <>
          {facts.sync.state !== 'idle' && facts.uncovered > 0 ? <Alert type="error" showIcon title={t.uncovered(figure(facts.uncovered))} description={t.uncoveredHint} data-testid="uncovered" /> : null}
          {facts.counts.expiring > 0 ? <Alert type="warning" showIcon title={t.expiring(figure(facts.counts.expiring))} description={t.expiringHint} data-testid="expiring" /> : null}
          {facts.trialEndsAt !== null ? <p className="soft">{t.trial(absolute(facts.trialEndsAt).slice(0, 10))}</p> : null}
          <Figures label={t.title}>
            {(['valid', 'expiring', 'expired', 'none'] as const).map((one) => (
              <Figure key={one} testId={`licence-${one}`} name={t.states[one]} value={figure(facts.counts[one])} tone={facts.counts[one] === 0 ? undefined : one === 'expired' ? 'error' : one === 'expiring' ? 'warning' : undefined} pressed={state === one} onPress={() => filters.set('state', state === one ? undefined : one)} />
            ))}
          </Figures>
        </>
      ) : null}
      filters={<ChoiceChip name={t.state} value={state} choices={t.states} onChange={(next) => filters.set('state', next)} />}
      filterCount={filters.count} onClearFilters={filters.clear} pager={<Pager paging={paging} data={rows.data} />} empty={{ title: t.empty, hint: t.emptyHint }}
    />
  );
}
