import { Button, InputNumber, Input, Segmented } from 'antd';
import { useState } from 'react';
import type { ReceptionRule } from '@scrm/shared/live-code-rule';
import type { StaffRef } from '@scrm/shared/org';
import { counted, nameIn } from '@scrm/shared/text';
import { api } from '../../../api';
import { useAct } from '../../../kit/act';
import { figure, marks, words } from '../../../kit/language';
import { Said, StaffName, StaffNames } from '../../../kit/person';
import { codeOf, sentenceOf } from '../../../kit/problem';
import { momentOf, wallOf } from './rule-draft';
import { useRuleWords } from './words';

const useWords = words({
  zh: {
    title: '试一试', note: '只是推演，不会改动任何数据', tabs: { preview: '某一时刻', simulate: '一批扫码', whatIf: '上个月重来' }, at: '时间', go: '看结果', count: '扫码次数', minutes: '分钟内', days: '最近天数', who: '员工', times: '客户数', before: '实际', after: '按新规则',
    byPage: '活码页面会分配给', byWecom: '企业微信会从这些人里选', verify: '自动通过', confirm: '员工确认', gini: '不均匀度', missed: '闲置名额', unassigned: '无人接待', group: '引导进群', form: '留言等待', firstReply: '首次回复时间', noFirstReply: '企业微信不告知员工何时首次回复，只告知获客链接的客户是否开口；活码的首次回复时间要接入会话存档才知道。', owner: '交给原跟进人',
    moved: (moved: string, all: string) => `${all} 位客户里，${moved} 位会分给别人`, over: '实际超过新上限的人', overDays: (n: number) => `${n} 天`, nothing: '这段时间没有扫码或添加记录', cut: '只推演最近的 20,000 条', adds: '按添加记录推演，谁在岗、谁暂停按当时的记录。由企业微信分配时，名单是确定的，名单里选谁由企业微信决定，人数为按规则的估计。', scans: '按扫码记录推演，谁在岗、谁暂停按当时的记录', assumed: '当时是否在岗没有记录，按在岗推演：',
    rules: (n: number) => `这段时间规则改过 ${n - 1} 次，“实际”是按当时各版规则分配的结果。`, notPlayed: (n: string) => `另有 ${n} 位客户在改为活码页面分配之前添加，那时由企业微信分配，没有推演。`, noRule: (n: string) => `${n} 次扫码当时的规则没有保存，读不到那时谁在岗。`, noCalendar: '当时的企业工作日没有保存，按今天的工作日推演。', noLabels: '按员工今天的标签推演，当时的标签可能不同。', noOwners: (n: string) => `${n} 次扫码当时的规则不查原跟进人，没有记录，按新客户推演。`,
  },
  en: {
    title: 'Try it', note: 'Only thought through; nothing is changed', tabs: { preview: 'A moment', simulate: 'Many scans', whatIf: 'Replay last month' }, at: 'When', go: 'Show', count: 'Scans', minutes: 'within minutes', days: 'Days back', who: 'Staff', times: 'Customers', before: 'Actual', after: 'By this rule',
    byPage: 'The code’s page would pick', byWecom: 'WeCom would choose from', verify: 'accepted by itself', confirm: 'staff confirm', gini: 'Unevenness', missed: 'Places unused', unassigned: 'Nobody', group: 'To the group', form: 'Leave word', firstReply: 'First reply', noFirstReply: 'WeCom does not tell when staff first reply, only whether customers of acquisition links wrote; for live codes it takes the chat archive.', owner: 'To their owner',
    moved: (moved: string, all: string) => `Of ${counted(all, 'customer')} ${moved} would get somebody else`, over: 'Were over the new cap', overDays: (n: number) => counted(n, 'day'), nothing: 'Nobody scanned or added in that time', cut: 'Only the newest 20,000 are played', adds: 'Played from the adds, with who was on duty as it was recorded. When WeCom assigns, the list is certain, whom it picks of it is not: the numbers are an estimate by the rule.', scans: 'Played from the scans, with who was on duty as it was recorded', assumed: 'Not recorded whether on duty then, taken as on duty: ',
    rules: (n: number) => `The rule was changed ${counted(n - 1, 'time')} in this time; “actual” is by the rules of then.`, notPlayed: (n: string) => `${counted(n, 'more customer', 'more customers')} came before the code’s page assigned, while WeCom did: not played.`, noRule: (n: string) => `Of ${counted(n, 'scan')} the rule of then was not kept, so who was on duty is not read from it.`, noCalendar: 'The company’s workdays of then were not kept: today’s are taken.', noLabels: 'Staff are taken with their labels of today; then these may have been others.', noOwners: (n: string) => `At ${counted(n, 'scan')} the rule of then did not ask who had the customer: played as new customers.`,
  },
});

/** Looks ahead with a rule that need not be saved: at a moment, for many scans, and back over the last month. */
export function TryRule({ rule, id }: { rule: ReceptionRule; id?: string }) {
  const t = useWords();
  const [tab, setTab] = useState<'preview' | 'simulate' | 'whatIf'>('preview');
  const [at, setAt] = useState(wallOf(Date.now(), rule.timeZone));
  const [count, setCount] = useState(40);
  const [minutes, setMinutes] = useState(5);
  const [days, setDays] = useState(31);
  const preview = useAct(() => api.reception.preview({ id, rule, at: momentOf(at, rule.timeZone) }), { quiet: true });
  const simulate = useAct(() => api.reception.simulate({ id, rule, at: momentOf(at, rule.timeZone), count, minutes }), { quiet: true });
  const whatIf = useAct(() => api.reception.whatIf({ id: id!, rule, days }), { quiet: true });
  /** Where those go whom nobody receives. */
  const ends = ({ toGroup, toForm, unassigned }: { toGroup: number; toForm: number; unassigned: number }): [string, string][] => [
    ...(rule.backup.groupCodeId !== null ? [[t.group, figure(toGroup)] as [string, string]] : []), ...(rule.backup.form ? [[t.form, figure(toForm)] as [string, string]] : []), [t.unassigned, figure(unassigned)],
  ];
  const act = { preview, simulate, whatIf }[tab];
  return (
    <div className="try" data-testid="try">
      <div className="between"><strong>{t.title}</strong><span className="soft small">{t.note}</span></div>
      <Segmented value={tab} onChange={setTab} options={(['preview', 'simulate', ...(id ? ['whatIf' as const] : [])] as const).map((value) => ({ value, label: t.tabs[value] }))} />
      <div className="row slot-options">
        {tab === 'whatIf' ? <span className="row">{t.days}<InputNumber aria-label={t.days} min={1} max={92} value={days} onChange={(value) => setDays(value ?? 31)} /></span> : <Input type="datetime-local" aria-label={t.at} value={at} style={{ width: 210 }} onChange={({ target }) => setAt(target.value)} />}
        {tab === 'simulate' ? <span className="row"><InputNumber aria-label={t.count} min={1} max={5000} value={count} onChange={(value) => setCount(value ?? 1)} />{t.count}<InputNumber aria-label={t.minutes} min={0} max={10_080} value={minutes} onChange={(value) => setMinutes(value ?? 0)} />{t.minutes}</span> : null}
        <Button loading={act.isPending} onClick={() => act.mutate(undefined)} data-testid="try-go">{t.go}</Button>
      </div>
      {act.error ? <span className="danger" role="alert"><Said text={sentenceOf(act.error)} /> <code className="soft">{codeOf(act.error)}</code></span> : null}
      {tab === 'preview' && preview.data ? <Preview data={preview.data} /> : null}
      {tab === 'simulate' && simulate.data ? (
        <div className="stack-tight" data-testid="simulated">
          <Counts rows={simulate.data.staff.map(({ staff, count: n }) => ({ staff, figures: [n] }))} heads={[t.times]} />
          <Facts facts={[[t.gini, simulate.data.gini.toFixed(2)], [t.missed, figure(simulate.data.missedCapacity)], ...ends(simulate.data)]} />
        </div>
      ) : null}
      {tab === 'whatIf' && whatIf.data ? (
        <div className="stack-tight" data-testid="what-if">
          {whatIf.data.count === 0 ? <><span className="soft">{t.nothing}</span><Caveats data={whatIf.data} /></> : (
            <>
              <strong>{t.moved(figure(whatIf.data.moved), figure(whatIf.data.count))}</strong>
              <Counts rows={whatIf.data.staff.map(({ staff, before, after }) => ({ staff, figures: [before, after] }))} heads={[t.before, t.after]} />
              <Facts facts={[[t.gini, `${whatIf.data.gini.before.toFixed(2)} → ${whatIf.data.gini.after.toFixed(2)}`], [t.owner, figure(whatIf.data.toOwner)], ...ends(whatIf.data), [t.firstReply, '—']]} />
              <span className="soft small" data-testid="no-first-reply">{t.noFirstReply}</span>
              {whatIf.data.overCap.length > 0 ? <span className="warning small"><Said text={`${t.over}${marks().colon}${whatIf.data.overCap.map(({ staff, days: n }) => `${nameIn(staff)} ${t.overDays(n)}`).join(marks().comma)}`} /></span> : null}
              {whatIf.data.assumed.length > 0 ? <span className="soft small" data-testid="assumed"><Said text={t.assumed + whatIf.data.assumed.map(nameIn).join(marks().comma)} /></span> : null}
              <Caveats data={whatIf.data} />
              <span className="soft small">{whatIf.data.played === 'adds' ? t.adds : t.scans} {whatIf.data.isCut ? t.cut : ''}</span>
            </>
          )}
        </div>
      ) : null}
    </div>
  );
}

/** What is not as it was then, each in a sentence. */
function Caveats({ data: { rules, notPlayed, notKept } }: { data: Awaited<ReturnType<typeof api.reception.whatIf>> }) {
  const t = useWords();
  const said = [rules > 1 ? t.rules(rules) : '', notPlayed > 0 ? t.notPlayed(figure(notPlayed)) : '', notKept.rules > 0 ? t.noRule(figure(notKept.rules)) : '', notKept.calendar ? t.noCalendar : '', notKept.labels ? t.noLabels : '', notKept.owners > 0 ? t.noOwners(figure(notKept.owners)) : ''].filter(Boolean);
  return said.map((sentence) => <span key={sentence} className="soft small" data-testid="caveat">{sentence}</span>);
}

function Preview({ data }: { data: Awaited<ReturnType<typeof api.reception.preview>> }) {
  const t = useWords();
  const r = useRuleWords();
  const { slot, onDuty, backup, pick, level, listed, skipVerify } = data;
  return (
    <div className="stack-tight" data-testid="previewed">
      <strong>{slot ? slot.name || r.slotNo(slot.index + 1) : r.nobody} · {r.levels[level]} · {skipVerify ? t.verify : t.confirm}</strong>
      <dl className="facts">
        <dt>{t.byWecom}</dt><dd><StaffNames staff={listed} limit={20} /></dd>
        <dt>{t.byPage}</dt><dd>{pick.staff ? <StaffName staff={pick.staff} /> : null} <span className="soft">{r.kinds[pick.kind]}</span></dd>
      </dl>
      {[...onDuty, ...backup].filter(({ skip }) => skip !== null).map(({ staff, skip }) => <span key={staff.id} className="soft small"><StaffName staff={staff} />{marks().colon}{r.skips[skip!]}</span>)}
    </div>
  );
}

function Counts({ rows, heads }: { rows: { staff: StaffRef; figures: number[] }[]; heads: string[] }) {
  const t = useWords();
  const most = Math.max(1, ...rows.flatMap(({ figures }) => figures));
  return (
    <table className="try-counts">
      <thead><tr><th>{t.who}</th>{heads.map((head) => <th key={head}>{head}</th>)}<th aria-hidden /></tr></thead>
      <tbody>
        {rows.map(({ staff, figures }) => (
          <tr key={staff.id}>
            <td><StaffName staff={staff} /></td>{figures.map((one, index) => <td key={index} className="figures">{figure(one)}</td>)}
            <td className="try-bar"><span style={{ width: `${(figures.at(-1)! / most) * 100}%` }} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Facts({ facts }: { facts: [string, string][] }) {
  return <dl className="facts">{facts.map(([name, value]) => <div key={name} className="try-fact"><dt>{name}</dt><dd className="figures">{value}</dd></div>)}</dl>;
}
