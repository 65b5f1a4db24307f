import { CheckCircleFilled, MinusCircleOutlined, StopFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Select } from 'antd';
import { useEffect, useState } from 'react';
import type { EffectiveRow } from '@scrm/shared/access';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, useLanguage, words } from '../../kit/language';
import { SkeletonRows } from '../../kit/list/ListPage';
import { useAllowed } from '../../kit/me';
import { Said, StaffPerson } from '../../kit/person';
import { codeOf, sentenceOf } from '../../kit/problem';
import { DelegationLine } from './DelegationLine';
import { actionText, featureText, permissionText, useRoleName, useScopeNames } from './permission-text';

const useWords = words({
  zh: {
    title: '成员的权限', roles: '角色', rolesHint: '不选任何角色时是普通员工，只能看到自己的客户。', save: '保存角色', saved: '已保存，立即生效', wecom: '企业微信里的应用管理员，自动拥有管理员角色。在这里保存后，以这里的为准。',
    effective: '实际权限', reaches: (n: string) => `能看到 ${n} 名员工的客户`, reachesAll: '能看到所有客户', reachesNone: '看不到任何客户', by: '来自', denied: '被角色禁止', none: '没有角色授予', and: '、', lent: '临时代理',
  },
  en: {
    title: 'A person’s permissions', roles: 'Roles', rolesHint: 'Without any role a person is ordinary staff and sees their own customers only.', save: 'Save roles', saved: 'Saved, it holds at once', wecom: 'An admin of the app in WeCom, and so an admin here. What is saved here comes first.',
    effective: 'What they may do', reaches: (n: string) => `Sees the customers of ${counted(n, 'staff member', 'staff')}`, reachesAll: 'Sees all customers', reachesNone: 'Sees no customers', by: 'By', denied: 'Denied by', none: 'No role gives it', and: ', ', lent: 'Delegations',
  },
});

/** Somebody's roles, and what follows from them, with the reason for each permission. */
export function PersonDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords();
  return <Drawer open={id !== undefined} size={620} onClose={onClose} title={t.title} data-testid="person-drawer" destroyOnHidden>{id ? <Inside id={id} /> : null}</Drawer>;
}

function Inside({ id }: { id: string }) {
  const t = useWords();
  const nameOf = useRoleName();
  const allowed = useAllowed();
  const effective = useQuery(ask('access', 'effective', { staffId: id }));
  const roles = useQuery(ask('access', 'roles', {}));
  const [picked, setPicked] = useState<string[]>();
  const save = useAct((roleIds: string[]) => api.access.assign({ staffId: id, roleIds }), { done: t.saved, touches: ['access', 'session'], quiet: true });

  const held = effective.data?.person.roles.map((role) => role.id);
  useEffect(() => {
    if (held) setPicked(held.filter((role) => role !== 'staff'));
  }, [held?.join()]);

  if (effective.error && !effective.data) return <ErrorNote error={effective.error} onAgain={() => void effective.refetch()} />;
  if (!effective.data) return <SkeletonRows count={4} />;
  const { person, rows, reaches, delegations } = effective.data;
  return (
    <div className="stack">
      <StaffPerson staff={person.staff} second={person.position || undefined} size={44} />
      <section className="stack">
        <h3>{t.roles}</h3>
        {person.fromWecom ? <Alert type="info" showIcon title={t.wecom} /> : null}
        {save.error ? <Alert type="error" showIcon role="alert" title={<Said text={sentenceOf(save.error)} />} description={codeOf(save.error)} /> : null}
        <Select
          mode="multiple" aria-label={t.roles} value={picked} onChange={setPicked} disabled={!allowed('access.assign')} placeholder={nameOf({ id: 'staff', name: null })} data-testid="roles-of-person"
          options={roles.data?.items.filter((role) => role.id !== 'staff').map((role) => ({ value: role.id, label: nameOf(role) }))} showSearch={{ optionFilterProp: 'label' }}
        />
        <p className="soft small">{t.rolesHint}</p>
        {allowed('access.assign') ? <Button type="primary" loading={save.isPending} onClick={() => save.mutate(picked ?? [])} style={{ alignSelf: 'flex-start' }} data-testid="save-roles">{t.save}</Button> : null}
      </section>
      <section className="stack" data-testid="effective">
        <h3>{t.effective}</h3>
        <p>{reaches === null ? t.reachesAll : reaches === 0 ? t.reachesNone : t.reaches(figure(reaches))}</p>
        <Effective rows={rows} />
      </section>
      {delegations.length > 0 ? <section><h3>{t.lent}</h3>{delegations.map((one) => <DelegationLine key={one.id} delegation={one} />)}</section> : null}
    </div>
  );
}

function Effective({ rows }: { rows: EffectiveRow[] }) {
  const language = useLanguage();
  const features = Object.keys(featureText) as (keyof typeof featureText)[];
  return (
    <>
      {features.map((feature) => {
        const own = rows.filter(({ permission }) => permissionText[permission].feature === feature);
        return own.length === 0 ? null : <section key={feature}><h3>{featureText[feature][language]}</h3>{own.map((row) => <Row key={`${row.permission}:${row.action}`} row={row} />)}</section>;
      })}
    </>
  );
}

function Row({ row }: { row: EffectiveRow }) {
  const t = useWords();
  const language = useLanguage();
  const scopes = useScopeNames();
  const nameOf = useRoleName();
  const names = (list: EffectiveRow['by']) => list.map(nameOf).join(t.and);
  const icon = row.allowed ? <CheckCircleFilled className="success" /> : row.deniedBy.length > 0 ? <StopFilled className="danger" /> : <MinusCircleOutlined className="soft" />;
  return (
    <div className="effective" data-testid={`effective-${row.permission}-${row.action}`} data-allowed={row.allowed}>
      {icon}
      <span>{permissionText[row.permission][language]}<span className="soft"> · {actionText[row.action][language]}</span></span>
      <span className="soft small break">{row.allowed ? `${scopes[row.scope!]} · ${t.by} ${names(row.by)}` : row.deniedBy.length > 0 ? `${t.denied} ${names(row.deniedBy)}` : t.none}</span>
    </div>
  );
}
