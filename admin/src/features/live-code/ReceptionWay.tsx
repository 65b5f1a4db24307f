import { Form, Radio } from 'antd';
import { words } from '../../kit/language';
import { useMe } from '../../kit/me';
import type { Draft } from './draft';
import { blankRule } from './rule/rule-draft';

const useWords = words({
  zh: {
    serve: '由谁分配', direct: '企业微信', directHint: '二维码就是企业微信的码，扫码直接加好友；企业微信从当前名单里选人', page: '活码页面', pageHint: '二维码打开活码页面，按规则选定一个人再显示 TA 的码；可以按权重、优先原跟进人',
    how: '什么时候谁接待', simple: '所有人全天接待', roster: '按排班', rosterHint: '分时段排班、设上限、后备和特别日期',
  },
  en: {
    serve: 'Who assigns', direct: 'WeCom', directHint: 'The picture is WeCom’s own: scanning adds a friend at once, and WeCom picks from the list of the moment', page: 'The code’s page', pageHint: 'The picture opens the code’s page, which picks one by the rule and shows their code; weights and known customers work here',
    how: 'Who receives when', simple: 'Everybody, all day', roster: 'By shifts', rosterHint: 'Shifts, caps, backup and special dates',
  },
});

/** Simple to begin with; shifts when somebody wants them. */
export function ReceptionWay({ draft, onChange }: { draft: Draft; onChange: (change: Partial<Draft>) => void }) {
  const t = useWords();
  const { timeZone } = useMe();
  function choose(byRoster: boolean): void {
    if (!byRoster) return onChange({ rule: null, staff: draft.staff.length > 0 ? draft.staff : Object.values(draft.names.staff) });
    onChange({
      rule: blankRule(draft.staff.map(({ id }) => id), draft.skipVerify, timeZone),
      names: { ...draft.names, staff: { ...draft.names.staff, ...Object.fromEntries(draft.staff.map((one) => [one.id, one])) } },
    });
  }
  return (
    <>
      <Form.Item label={t.serve} extra={draft.serve === 'direct' ? t.directHint : t.pageHint}>
        <Radio.Group value={draft.serve} onChange={({ target }) => onChange({ serve: target.value as Draft['serve'] })} options={[{ value: 'direct', label: t.direct }, { value: 'page', label: t.page }]} />
      </Form.Item>
      <Form.Item label={t.how} extra={t.rosterHint}>
        <Radio.Group value={draft.rule !== null} onChange={({ target }) => choose(target.value as boolean)} options={[{ value: false, label: t.simple }, { value: true, label: <span data-testid="by-roster">{t.roster}</span> }]} />
      </Form.Item>
    </>
  );
}
