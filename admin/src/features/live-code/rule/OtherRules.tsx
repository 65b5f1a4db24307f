import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Radio, Select, Switch } from 'antd';
import type { OwnerFirst, ReceptionRule } from '@scrm/shared/live-code-rule';
import { ask } from '../../../kit/ask';
import { words } from '../../../kit/language';
import { StaffPicker } from '../../../kit/pick/StaffPicker';
import { ZoneSelect } from '../../../kit/zone-select';
import { blankWindow, refOf, type Names } from './rule-draft';
import { BackupCaps, BackupForm, BackupGroup } from './BackupFields';
import { TimeFields } from './TimeFields';
import { useRuleWords } from './words';

const useWords = words({
  zh: {
    backup: '后备接待', backupHint: '没人值班、全员已满或暂停时，由这些人轮流接待', backupPlaceholder: '选择后备员工', stay: '刷新页面后保持同一人', stayHint: '同一个浏览器在这段时间内再打开页面，看到的还是同一位员工，不占用新名额；0 为每次重新分配', minutes: '分钟', closing: '无人接待时页面上的话', closingHint: '只在「活码页面分配」、没有群活码也没有留言表单时出现', closingPlaceholder: '客服暂时都在忙，请稍后再扫一次。',
    owner: '老客户', ownerHint: '已经有员工好友的人再扫码时', scopes: { off: '不处理', company: '在全公司查找跟进人', departments: '只在这些部门查找', list: '只在这些员工里查找' }, within: '只算最近', days: '天内添加的', anyTime: '不限', then: '找到后', route: '交给原来的跟进人', tell: '提示客户已有联系人',
    direct: '当前由企业微信分配：它先选了人我们才知道是谁，所以老客户会被记录，并提醒两位员工。要直接交给原跟进人，请改用「活码页面分配」。', departments: '选择部门', list: '选择员工',
    verify: '通过好友', always: '自动通过', never: '员工确认', windows: '按时间自动通过', addWindow: '添加时间', removeWindow: '删除', carry: '把昨天没用完的每日上限加到今天', zone: '时区',
  },
  en: {
    backup: 'Backup', backupHint: 'When nobody is on duty, all are full or paused, these take turns', backupPlaceholder: 'Choose backup staff', stay: 'The same person after a reload', stayHint: 'A browser that opens the page again within this time sees the same person and takes no second place; 0 assigns anew each time', minutes: 'minutes', closing: 'What the page says when nobody can receive', closingHint: 'Only with “the code’s page assigns”, with neither a group code nor the form', closingPlaceholder: 'Everyone is busy right now, please scan again a little later.',
    owner: 'Known customers', ownerHint: 'Somebody who has a friend among the staff scans again', scopes: { off: 'As everybody', company: 'Look for their owner in the whole company', departments: 'Look in these departments', list: 'Look among these staff' }, within: 'Added within', days: 'days', anyTime: 'Ever', then: 'When found', route: 'Bring them to their owner', tell: 'Tell them who their contact is',
    direct: 'WeCom assigns now: it chooses before we know who scans, so known customers are noted and both staff are told. To bring them to their owner, let the code’s page assign.', departments: 'Choose departments', list: 'Choose staff',
    verify: 'Friend requests', always: 'Accepted by itself', never: 'Staff confirm', windows: 'By itself at times', addWindow: 'Add a time', removeWindow: 'Delete', carry: 'Add what is left of yesterday’s daily caps to today', zone: 'Time zone',
  },
});

/** Who stands in, what becomes of known customers, who must confirm. */
export function OtherRules({ rule, names, isPage, onChange, onNames }: {
  rule: ReceptionRule; names: Names; isPage: boolean; onChange: (change: Partial<ReceptionRule>) => void; onNames: (names: Partial<Names>) => void;
}) {
  const t = useWords();
  const r = useRuleWords();
  const { backup, ownerFirst, skipVerify } = rule;
  const departments = useQuery({ ...ask('org', 'departments', {}), enabled: ownerFirst.scope === 'departments' });
  const setOwner = (change: Partial<OwnerFirst>) => onChange({ ownerFirst: { ...ownerFirst, ...change } });
  const setWindow = (windows: typeof skipVerify.windows) => onChange({ skipVerify: { ...skipVerify, windows } });
  return (
    <>
      <Form.Item label={t.backup} extra={t.backupHint}>
        <StaffPicker
          label={t.backup} placeholder={t.backupPlaceholder} max={100} value={backup.staff.map(({ staffId }) => refOf(names, staffId, r.gone))}
          onChange={(staff) => {
            onNames({ staff: Object.fromEntries(staff.map((one) => [one.id, one])) });
            onChange({ backup: { ...backup, staff: staff.map(({ id }) => backup.staff.find((one) => one.staffId === id) ?? { staffId: id, dailyCap: null, openCap: null }) } });
          }}
        />
      </Form.Item>
      {backup.staff.length > 0 ? <BackupCaps staff={backup.staff} names={names} onChange={(staff) => onChange({ backup: { ...backup, staff } })} /> : null}
      {isPage ? <BackupGroup value={backup.groupCodeId} onChange={(groupCodeId) => onChange({ backup: { ...backup, groupCodeId } })} /> : null}
      <BackupForm value={backup.form} isPage={isPage} onChange={(form) => onChange({ backup: { ...backup, form } })} />
      {isPage ? (
        <Form.Item label={t.stay} extra={t.stayHint}>
          <InputNumber aria-label={t.stay} min={0} max={1440} precision={0} value={rule.stayMinutes} onChange={(stayMinutes) => onChange({ stayMinutes: stayMinutes ?? 0 })} /> {t.minutes}
        </Form.Item>
      ) : null}
      {isPage ? (
        <Form.Item label={t.closing} extra={t.closingHint}>
          <Input aria-label={t.closing} value={backup.closingText} maxLength={500} placeholder={t.closingPlaceholder} onChange={({ target }) => onChange({ backup: { ...backup, closingText: target.value } })} />
        </Form.Item>
      ) : null}
      <Form.Item label={t.owner} extra={ownerFirst.scope === 'off' || isPage ? t.ownerHint : <span className="warning">{t.direct}</span>}>
        <div className="stack-tight">
          <Select aria-label={t.owner} value={ownerFirst.scope} onChange={(scope) => setOwner({ scope })} options={Object.entries(t.scopes).map(([value, label]) => ({ value: value as OwnerFirst['scope'], label }))} />
          {ownerFirst.scope === 'departments' ? (
            <Select
              mode="multiple" aria-label={t.departments} placeholder={t.departments} loading={departments.isPending} value={ownerFirst.departmentIds} optionFilterProp="label"
              onChange={(departmentIds) => setOwner({ departmentIds })} options={(departments.data?.items ?? []).map(({ departmentId, name }) => ({ value: departmentId, label: name ?? String(departmentId) }))}
            />
          ) : null}
          {ownerFirst.scope === 'list' ? (
            <StaffPicker
              label={t.list} placeholder={t.list} max={500} value={ownerFirst.staffIds.map((id) => refOf(names, id, r.gone))}
              onChange={(staff) => {
                onNames({ staff: Object.fromEntries(staff.map((one) => [one.id, one])) });
                setOwner({ staffIds: staff.map(({ id }) => id) });
              }}
            />
          ) : null}
          {ownerFirst.scope === 'off' ? null : (
            <span className="row slot-options">{t.within}<InputNumber aria-label={t.within} min={1} max={3650} precision={0} placeholder={t.anyTime} value={ownerFirst.withinDays} onChange={(withinDays) => setOwner({ withinDays })} />{t.days}</span>
          )}
          {ownerFirst.scope === 'off' || !isPage ? null : (
            <Radio.Group aria-label={t.then} value={ownerFirst.then} onChange={({ target }) => setOwner({ then: target.value as OwnerFirst['then'] })} options={[{ value: 'route', label: t.route }, { value: 'tell', label: t.tell }]} />
          )}
        </div>
      </Form.Item>
      <Form.Item label={t.verify}>
        <div className="stack-tight">
          <Radio.Group
            value={skipVerify.mode} options={[{ value: 'always', label: t.always }, { value: 'never', label: t.never }, { value: 'windows', label: t.windows }]}
            onChange={({ target }) => onChange({ skipVerify: { mode: target.value as typeof skipVerify.mode, windows: target.value === 'windows' ? skipVerify.windows.length > 0 ? skipVerify.windows : [blankWindow] : [] } })}
          />
          {skipVerify.windows.map((window, index) => (
            <div key={index} className="row slot-options">
              <TimeFields value={window} onChange={(change) => setWindow(skipVerify.windows.map((one, at) => (at === index ? { ...one, ...change } : one)))} />
              {skipVerify.windows.length > 1 ? <Button type="text" icon={<DeleteOutlined />} aria-label={t.removeWindow} onClick={() => setWindow(skipVerify.windows.filter((_, at) => at !== index))} /> : null}
            </div>
          ))}
          {skipVerify.mode === 'windows' ? <Button size="small" icon={<PlusOutlined />} onClick={() => setWindow([...skipVerify.windows, blankWindow])}>{t.addWindow}</Button> : null}
        </div>
      </Form.Item>
      <div className="row slot-options">
        <span className="row"><Switch size="small" aria-label={t.carry} checked={rule.carryOver} onChange={(carryOver) => onChange({ carryOver })} />{t.carry}</span>
        <span className="row">
          <span className="soft">{t.zone}</span>
          <ZoneSelect label={t.zone} value={rule.timeZone} onChange={(timeZone) => onChange({ timeZone })} />
        </span>
      </div>
    </>
  );
}
