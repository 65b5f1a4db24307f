import { ArrowDownOutlined, ArrowUpOutlined, CalendarOutlined, DeleteOutlined, EditOutlined, PlusOutlined, WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Skeleton, Switch, Tag } from 'antd';
import { Link } from 'react-router-dom';
import { ruleTargets, type RuleTarget } from '@scrm/shared/welcome-kind';
import type { WelcomeRule } from '@scrm/shared/welcome-rule';
import { counted, fill } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { Allow, useAllowed } from '../../kit/me';
import { Note } from '../../kit/note';
import { RuleAim } from './RuleAim';
import { useRuleWords, useWindowText } from './rule-words';

const useWords = words({
  zh: {
    create: '新建规则', calendar: '工作日', order: '从上到下，第一条符合的就发送', ordered: '顺序已保存', removed: '规则已删除', on: '启用', edit: '编辑', up: '上移', down: '下移', remove: '删除',
    ask: (name: string) => `删除规则「${name}」？`, askHint: '删除后不再发送；发送记录保留。', ok: '删除', cancel: '取消',
    missing: (n: string, names: string) => `${n} 个对象已不存在${names ? `：${names}` : ''}`, idle: (names: string) => `对象都已不存在${names ? `（${names}）` : ''}，这条规则不会再发送，请编辑或删除`, behind: (names: string) => `同时符合时，先用：${names}`, attachments: (n: number) => `${n} 个附件`,
    levels: { code: '比活码自带的欢迎语更优先；门店码先于门店', staff: '没有活码欢迎语时', department: '离员工最近的部门先用；同样近时主部门先用', company: '以上都没有时' } satisfies Record<RuleTarget, string>,
    marks: { customer: '〔客户昵称〕', staff: '〔员工姓名〕', replyTime: '〔回复时间〕' }, emptyTitle: '还没有规则', emptyHint: '现在只有活码自带的欢迎语会发出。建一条全公司的规则，所有新客户都会收到欢迎语。', tags: (names: string) => `标签：${names}`,
  },
  en: {
    create: 'New rule', calendar: 'Workdays', order: 'From the top, the first that fits greets', ordered: 'The order is kept', removed: 'The rule is gone', on: 'On', edit: 'Edit', up: 'Move up', down: 'Move down', remove: 'Delete',
    ask: (name: string) => `Delete the rule “${name}”?`, askHint: 'It sends nothing any more; what it sent stays listed.', ok: 'Delete', cancel: 'Cancel',
    missing: (n: string, names: string) => `${counted(n, 'of its targets is', 'of its targets are')} gone${names ? `: ${names}` : ''}`, idle: (names: string) => `All its targets are gone${names ? ` (${names})` : ''}: it greets nobody any more, edit or delete it`, behind: (names: string) => `Where both fit, first: ${names}`, attachments: (n: number) => counted(n, 'attachment'),
    levels: { code: 'Before the welcome on the live code itself; a store code before a store', staff: 'Where no live code has words', department: 'The department nearest to the person first, of two as near the main one', company: 'Where nothing above has words' },
    marks: { customer: '[customer’s name]', staff: '[staff name]', replyTime: '[time of reply]' }, emptyTitle: 'No rules yet', emptyHint: 'Only the welcomes on live codes go out now. Make a rule for the company, and every new customer is greeted.', tags: (names: string) => `Tags: ${names}`,
  },
});

/** All rules by what they are for, the strongest first, each in the order in which it is asked. */
export function RulesPage() {
  const t = useWords();
  const names = useRuleWords();
  const rules = useQuery(ask('welcomeRules', 'list', {}));
  const create = <Allow to="welcomeRules.create"><Link to="/welcome/rules/new"><Button type="primary" icon={<PlusOutlined />} data-testid="new-rule">{t.create}</Button></Link></Allow>;
  const items = rules.data?.items ?? [];
  return (
    <section className="stack" data-testid="rules">
      <div className="between">
        <span className="soft small">{t.order}</span>
        <span className="row"><Allow to="calendar.get"><Link to="/work-days"><Button icon={<CalendarOutlined />} data-testid="to-work-days">{t.calendar}</Button></Link></Allow>{items.length > 0 ? create : null}</span>
      </div>
      {rules.isPending ? <div className="panel"><Skeleton active paragraph={{ rows: 6 }} /></div> : null}
      {rules.error ? <div className="panel"><ErrorNote error={rules.error} onAgain={() => void rules.refetch()} /></div> : null}
      {rules.data && items.length === 0 ? <div className="panel"><Note title={t.emptyTitle} hint={t.emptyHint}>{create}</Note></div> : null}
      {ruleTargets.map((target) => {
        const own = items.filter((rule) => rule.target === target);
        return own.length === 0 ? null : (
          <section key={target} className="rule-level" data-testid={`level-${target}`}>
            <h2>{names.targets[target]} <span className="soft small">{t.levels[target]}</span></h2>
            <ol className="rule-list">{own.map((rule, index) => <Rule key={rule.id} rule={rule} place={index} level={own} />)}</ol>
          </section>
        );
      })}
    </section>
  );
}

function Rule({ rule, place, level }: { rule: WelcomeRule; place: number; level: readonly WelcomeRule[] }) {
  const t = useWords();
  const names = useRuleWords();
  const windowText = useWindowText();
  const allowed = useAllowed();
  const { modal } = App.useApp();
  const order = useAct((ids: string[]) => api.welcomeRules.order({ target: rule.target, ids }), { touches: ['welcomeRules'], done: t.ordered });
  const turn = useAct((enabled: boolean) => api.welcomeRules.switch({ id: rule.id, enabled }), { touches: ['welcomeRules'] });
  const remove = useAct(() => api.welcomeRules.remove({ id: rule.id }), { touches: ['welcomeRules'], done: t.removed });
  const { windows, scenes, acquaintance, tags, message } = rule;

  function move(by: -1 | 1): void {
    const ids = level.map(({ id }) => id);
    [ids[place], ids[place + by]] = [ids[place + by]!, ids[place]!];
    order.mutate(ids);
  }
  function askRemove(): void {
    const onOk = () => remove.mutateAsync(undefined).catch(() => undefined);
    void modal.confirm({ title: t.ask(rule.name), content: t.askHint, okText: t.ok, cancelText: t.cancel, okButtonProps: { danger: true }, onOk });
  }
  const canEdit = rule.canEdit && allowed('welcomeRules.update');

  return (
    <li className={rule.enabled ? 'panel rule' : 'panel rule rule-off'} data-testid={`rule-${rule.name}`}>
      <span className="rule-place figures">{place + 1}</span>
      <div className="rule-body">
        <span className="row">{canEdit ? <Link className="rule-name" to={`/welcome/rules/${rule.id}`}>{rule.name}</Link> : <span className="rule-name">{rule.name}</span>}<RuleAim rule={rule} /></span>
        <span className="rule-words">{fill(message.text, t.marks)}{message.attachments.length > 0 ? <span className="soft"> {t.attachments(message.attachments.length)}</span> : null}</span>
        {windows.length + scenes.length + tags.length > 0 || acquaintance ? (
          <span className="rule-conditions">
            {windows.map((window, index) => <Tag key={index}>{windowText(window)}</Tag>)}
            {scenes.length > 0 ? <Tag>{scenes.map((scene) => names.scenes[scene]).join(names.and)}</Tag> : null}
            {acquaintance ? <Tag>{names.acquaintances[acquaintance]}</Tag> : null}
            {tags.length > 0 ? <Tag>{t.tags(tags.map(({ name }) => name).join(names.and))}</Tag> : null}
          </span>
        ) : null}
        {rule.missing > 0 ? <span className="warning small"><WarningOutlined /> {rule.isIdle ? t.idle(rule.gone.join(names.and)) : t.missing(figure(rule.missing), rule.gone.join(names.and))}</span> : null}
        {rule.behind.length > 0 ? <span className="soft small">{t.behind(rule.behind.join(names.and))}</span> : null}
      </div>
      {canEdit ? (
        <span className="rule-tools">
          <Switch size="small" aria-label={`${t.on} ${rule.name}`} checked={rule.enabled} loading={turn.isPending} onChange={(on) => turn.mutate(on)} />
          <Button type="text" aria-label={`${t.up} ${rule.name}`} icon={<ArrowUpOutlined />} disabled={place === 0 || order.isPending} onClick={() => move(-1)} />
          <Button type="text" aria-label={`${t.down} ${rule.name}`} icon={<ArrowDownOutlined />} disabled={place === level.length - 1 || order.isPending} onClick={() => move(1)} />
          <Link to={`/welcome/rules/${rule.id}`} aria-label={`${t.edit} ${rule.name}`}><Button type="text" icon={<EditOutlined />} tabIndex={-1} /></Link>
          <Button type="text" aria-label={`${t.remove} ${rule.name}`} icon={<DeleteOutlined />} loading={remove.isPending} onClick={askRemove} />
        </span>
      ) : null}
    </li>
  );
}
