import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { StageOverview, StageTemplate } from '@scrm/shared/stage';
import { ask, askPage } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { ChoiceChip, oneOf, useFilters } from '../../kit/list/filters';
import { SkeletonRows } from '../../kit/list/ListPage';
import { useAllowed } from '../../kit/me';
import { Note } from '../../kit/note';
import { PageHead } from '../../kit/page-head';
import { StaffPerson } from '../../kit/person';
import { StaffChip } from '../customer/chips';
import { DepartmentChip } from './chips';
import { Funnel } from './Funnel';
import { MovedDrawer, type Opened } from './MovedDrawer';
import { StageMark } from './StageMark';
import { useDwell } from './words';
import './stage.css';

const useWords = words({
  zh: {
    title: '阶段概览', about: '客户现在处在哪个阶段，多久往前走，在哪里流失。每个数字都可以点开看到对应的客户。', flow: '流程', period: '期间', periods: { 7: '近 7 天', 30: '近 30 天', 90: '近 90 天', 365: '近 365 天' }, settings: '阶段设置',
    now: '现在的客户', funnel: '漏斗', funnelHint: '现在处在各阶段的客户，含已删除好友的。与客户列表按同样条件筛选的结果相同。', stages: '阶段之间', stage: '阶段', reasons: '流失原因', noReasons: '这段时间没有客户流失', noReason: '未填原因', staff: '按员工', person: '员工', total: '合计',
    entered: '进入', enteredHint: '期间内至少进入过一次该阶段的客户，每位客户计一次', wentOn: '继续前进', wentOnHint: '其中进入之后已到达任何更后阶段（不含流失）的客户，到现在为止', rate: '转化率', rateHint: '继续前进 ÷ 进入', left: '离开次数', leftHint: '期间内离开该阶段的次数，停留时长由这些次数算出',
    median: '停留中位数', medianHint: '期间内离开的，一半停留不超过这么久', p90: '停留九成', p90Hint: '期间内离开的，九成停留不超过这么久', dropped: '流失次数', droppedHint: '期间内从该阶段移到流失类阶段的次数', totalHint: '现在在这个流程里的客户', won: '期间成交', wonHint: '期间内至少进入过一次成交类阶段的客户，按阶段各计一次', lost: '期间流失', lostHint: '期间内移到流失类阶段的次数',
    emptyTitle: '还没有客户', emptyHint: '客户添加后会自动进入第一个阶段。', toCustomers: '去看客户', slow: '停留中位数最长',
  },
  en: {
    title: 'Stage overview', about: 'Where customers stand, how soon they go on, where they are lost. Each figure opens the customers behind it.', flow: 'Flow', period: 'Period', periods: { 7: 'Last 7 days', 30: 'Last 30 days', 90: 'Last 90 days', 365: 'Last 365 days' }, settings: 'Stage settings',
    now: 'Customers now', funnel: 'Funnel', funnelHint: 'Customers who stand in each stage now, also those who removed us. The same as the customer list with these filters.', stages: 'Between stages', stage: 'Stage', reasons: 'Why they were lost', noReasons: 'Nobody was lost in this period', noReason: 'No reason given', staff: 'By staff', person: 'Staff', total: 'Total',
    entered: 'Entered', enteredHint: 'Customers who came into the stage within the period, each counted once', wentOn: 'Went on', wentOnHint: 'Of those, who have reached any later stage (not lost) since, until now', rate: 'Conversion', rateHint: 'Went on ÷ entered', left: 'Times left', leftHint: 'How often the stage was left within the period; the times in stage are of these',
    median: 'Median time', medianHint: 'Half of those who left within the period had stood no longer', p90: '90% within', p90Hint: 'Nine in ten of those who left within the period had stood no longer', dropped: 'Times lost', droppedHint: 'Moves from this stage to a lost one within the period', totalHint: 'Customers in this flow now', won: 'Won in period', wonHint: 'Customers who came into a won stage within the period, once per stage', lost: 'Lost in period', lostHint: 'Moves to a lost stage within the period',
    emptyTitle: 'No customers yet', emptyHint: 'Customers come into the first stage by themselves as they are added.', toCustomers: 'To the customers', slow: 'Longest median time',
  },
});

const day = 86_400_000;
/** The end of today: the same figures however often the page looks, and one query for them. */
const endOfToday = () => new Date().setHours(24, 0, 0, 0);

export function OverviewPage() {
  const t = useWords();
  const template = useQuery(ask('stages', 'get', {}));
  return (
    <section className="stack" data-testid="stage-overview">
      <PageHead title={t.title} about={t.about} action={<Settings />} />
      {template.isPending ? <SkeletonRows /> : null}
      {template.error && !template.data ? <div className="panel"><ErrorNote error={template.error} onAgain={() => void template.refetch()} /></div> : null}
      {template.data ? <Scoped template={template.data} /> : null}
    </section>
  );
}

function Settings() {
  const t = useWords();
  return useAllowed()('stages.saveTemplate') ? <Link to="/stages">{t.settings}</Link> : null;
}

function Scoped({ template }: { template: StageTemplate }) {
  const t = useWords();
  const filters = useFilters(['flowId', 'period', 'departmentId', 'staffId']);
  const flow = template.flows.find(({ id }) => id === filters.values.flowId) ?? template.flows[0]!;
  const period = oneOf(filters.values.period, t.periods) ?? '30';
  const departmentId = filters.values.departmentId ? Number(filters.values.departmentId) : undefined;
  const { staffId } = filters.values;
  const to = endOfToday();
  const scope = { flowId: flow.id, from: to - Number(period) * day, to, departmentId, staffId };
  const overview = useQuery(askPage('stages', 'overview', scope));
  const [opened, setOpened] = useState<Opened>();
  const flows = Object.fromEntries(template.flows.map(({ id, name }) => [id, name]));

  return (
    <>
      <div className="row">
        {template.flows.length > 1 ? <ChoiceChip name={t.flow} value={flow.id} choices={flows} onChange={(next) => filters.set('flowId', next)} /> : null}
        <ChoiceChip name={t.period} value={period} choices={t.periods as Record<string, string>} onChange={(next) => filters.set('period', next)} />
        <DepartmentChip id={departmentId} onChange={(id) => filters.set('departmentId', id === undefined ? undefined : String(id))} />
        <StaffChip ids={staffId ? [staffId] : []} onChange={(ids) => filters.set('staffId', ids.at(-1))} />
      </div>
      {overview.isPending ? <SkeletonRows /> : null}
      {overview.error && !overview.data ? <div className="panel"><ErrorNote error={overview.error} onAgain={() => void overview.refetch()} /></div> : null}
      {overview.data ? <Shown overview={overview.data} scope={scope} onOpen={setOpened} /> : null}
      {opened ? <MovedDrawer scope={scope} opened={opened} onClose={() => setOpened(undefined)} /> : null}
    </>
  );
}

function Shown({ overview, scope, onOpen }: { overview: StageOverview; scope: { flowId: string; departmentId?: number; staffId?: string }; onOpen: (opened: Opened) => void }) {
  const t = useWords();
  const dwell = useDwell();
  const { stages } = overview;
  const listOf = (stageId?: string, staffId = scope.staffId) => `/customers?${new URLSearchParams({
    flowId: scope.flowId, ...(stageId && { stageIds: stageId }), ...(staffId && { staffId }), ...(scope.departmentId !== undefined && { department: String(scope.departmentId) }),
  }).toString()}`;
  const nothing = overview.total === 0 && stages.every(({ entered, left }) => entered + left === 0);
  if (nothing) return <div className="panel" data-testid="empty"><Note title={t.emptyTitle} hint={t.emptyHint}><Link to="/customers">{t.toCustomers}</Link></Note></div>;

  const open = (what: Opened['what'], title: string, stageId?: string, reason?: string) => onOpen({ what, title, stageId, reason });
  const won = stages.filter(({ stage }) => stage.kind === 'won').reduce((sum, { entered }) => sum + entered, 0);
  const drops = overview.reasons.reduce((sum, { count }) => sum + count, 0);
  const slowest = stages.filter(({ medianMs, stage }) => medianMs !== null && stage.kind === 'open').sort((a, b) => b.medianMs! - a.medianMs!)[0];
  const firstWon = stages.filter(({ stage }) => stage.kind === 'won');
  const number = (count: number, what: Opened['what'], name: string, stageId: string) => (count === 0 ? <>0</> : <button type="button" className="figure-link" onClick={() => open(what, name, stageId)}>{figure(count)}</button>);

  return (
    <>
      <Figures label={t.title}>
        <Figure name={t.now} value={<Link to={listOf()}>{figure(overview.total)}</Link>} hint={t.totalHint} testId="total" />
        <Figure name={t.won} value={figure(won)} hint={t.wonHint} testId="won" onPress={firstWon.length === 1 && won > 0 ? () => open('entered', t.won, firstWon[0]!.stage.id) : undefined} />
        <Figure name={t.lost} value={figure(drops)} hint={t.lostHint} testId="lost" onPress={drops > 0 ? () => open('dropped', t.lost) : undefined} />
        <Figure name={t.slow} value={slowest ? dwell(slowest.medianMs) : '–'} note={slowest?.stage.name} hint={t.medianHint} testId="slowest" onPress={slowest ? () => open('left', `${slowest.stage.name} · ${t.left}`, slowest.stage.id) : undefined} />
      </Figures>
      <div className="overview-grid">
        <section className="panel stack" aria-label={t.funnel}>
          <h2 title={t.funnelHint}>{t.funnel}</h2>
          <Funnel label={t.funnel} rows={stages.map(({ stage, count }) => ({ stage, count, shown: <Link to={listOf(stage.id)} title={t.funnelHint} data-testid={`count-${stage.name}`}>{figure(count)}</Link> }))} />
          <p className="soft small">{t.funnelHint}</p>
        </section>
        <section className="panel stack" aria-label={t.reasons}>
          <h2>{t.reasons}</h2>
          {overview.reasons.length === 0 ? <p className="soft">{t.noReasons}</p> : null}
          {overview.reasons.map(({ reason, count }) => (
            <div key={reason} className="reason-row">
              <span className="ellipsis" title={reason}>{reason || t.noReason}</span>
              <button type="button" className="figure-link" onClick={() => open('dropped', reason || t.noReason, undefined, reason)}>{figure(count)}</button>
              <span className="reason-bar" style={{ width: `${(count / drops) * 100}%` }} aria-hidden />
            </div>
          ))}
        </section>
      </div>
      <section className="panel stack" aria-label={t.stages}>
        <h2>{t.stages}</h2>
        <div className="overview-table" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t.stage}</th><th scope="col" title={t.enteredHint}>{t.entered}</th><th scope="col" title={t.wentOnHint}>{t.wentOn}</th><th scope="col" title={t.rateHint}>{t.rate}</th>
                <th scope="col" title={t.medianHint}>{t.median}</th><th scope="col" title={t.p90Hint}>{t.p90}</th><th scope="col" title={t.leftHint}>{t.left}</th><th scope="col" title={t.droppedHint}>{t.dropped}</th>
              </tr>
            </thead>
            <tbody>
              {stages.map(({ stage, entered, wentOn, medianMs, p90Ms, left, dropped }) => (
                <tr key={stage.id}>
                  <td><StageMark stage={stage} /></td>
                  <td>{number(entered, 'entered', `${stage.name} · ${t.entered}`, stage.id)}</td>
                  <td>{stage.kind === 'open' ? number(wentOn, 'wentOn', `${stage.name} · ${t.wentOn}`, stage.id) : '–'}</td>
                  <td>{stage.kind === 'open' && entered > 0 ? `${Math.round((wentOn / entered) * 100)}%` : '–'}</td>
                  <td>{dwell(medianMs)}</td><td>{dwell(p90Ms)}</td>
                  <td>{number(left, 'left', `${stage.name} · ${t.left}`, stage.id)}</td>
                  <td>{stage.kind === 'lost' ? '–' : number(dropped, 'dropped', `${stage.name} · ${t.dropped}`, stage.id)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <ByStaff overview={overview} listOf={listOf} />
    </>
  );
}

function ByStaff({ overview, listOf }: { overview: StageOverview; listOf: (stageId?: string, staffId?: string) => string }) {
  const t = useWords();
  if (overview.staff.length === 0) return null;
  return (
    <section className="panel stack" aria-label={t.staff}>
      <h2>{t.staff}</h2>
      <div className="overview-table" tabIndex={0}>
        <table>
          <thead><tr><th scope="col">{t.person}</th>{overview.stages.map(({ stage }) => <th key={stage.id} scope="col">{stage.name}</th>)}<th scope="col">{t.total}</th></tr></thead>
          <tbody>
            {overview.staff.map(({ staff, total, counts }) => (
              <tr key={staff.id}>
                <td><StaffPerson staff={staff} size={24} /></td>
                {overview.stages.map(({ stage }) => <td key={stage.id}>{counts[stage.id] ? <Link to={listOf(stage.id, staff.id)}>{figure(counts[stage.id]!)}</Link> : <span className="soft">0</span>}</td>)}
                <td><Link to={listOf(undefined, staff.id)}>{figure(total)}</Link></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
