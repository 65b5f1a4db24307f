import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Drawer, Form, Input, Popconfirm, Radio, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import type { Role } from '@scrm/shared/access';
import { scopes, type Action, type Permission, type Scope } from '@scrm/shared/permission';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { useLanguage, words } from '../../kit/language';
import { useCloseGuard } from '../../kit/leave-guard';
import { SkeletonRows } from '../../kit/list/ListPage';
import { Allow, useAllowed } from '../../kit/me';
import { Said } from '../../kit/person';
import { codeOf, sentenceOf } from '../../kit/problem';
import { actionText, featureText, permissionText, useRoleName, useScopeNames } from './permission-text';
import './access.css';

const useWords = words({
  zh: {
    fresh: '新建角色', builtIn: '内置角色不能修改。可以复制一份，再按需要调整。', copy: '复制为新角色', copyOf: (name: string) => `${name} 副本`, name: '名称', needName: '请填写名称', scope: '能看到谁的客户', scopeHint: '「本部门及下级」按企业微信里的部门负责人计算；没有设置负责人时，是本人所在的部门。',
    matrix: '权限', matrixHint: '允许：可以做。禁止：即使别的角色允许，也不能做。', none: '–', allow: '允许', deny: '禁止', save: '保存', create: '新建', saved: '已保存，立即生效', remove: '删除角色', sure: (name: string) => `删除角色「${name}」？`, gone: '角色已删除', no: '取消', needGrant: '至少允许一项权限',
  },
  en: {
    fresh: 'New role', builtIn: 'A built-in role cannot be changed. Copy it and change the copy.', copy: 'Copy to a new role', copyOf: (name: string) => `${name} copy`, name: 'Name', needName: 'Give it a name', scope: 'Whose customers', scopeHint: '“Department and below” follows the department leaders in WeCom; where none are set, it is the person’s own departments.',
    matrix: 'Permissions', matrixHint: 'Allow: may be done. Deny: may not be done, even where another role allows it.', none: '–', allow: 'Allow', deny: 'Deny', save: 'Save', create: 'Create', saved: 'Saved, it holds at once', remove: 'Delete role', sure: (name: string) => `Delete the role “${name}”?`, gone: 'The role is deleted', no: 'Cancel', needGrant: 'Allow at least one permission',
  },
});

type Rights = Record<string, 'allow' | 'deny' | undefined>;
interface Catalogue { permission: Permission; actions: { action: Action }[] }

/** A role's lists as one answer for each right. */
function rightsOf(catalogue: readonly Catalogue[], { allow, deny }: Pick<Role, 'allow' | 'deny'>): Rights {
  const rights: Rights = {};
  for (const { permission, actions } of catalogue) {
    for (const { action } of actions) {
      const has = (list: readonly string[]) => list.includes(permission) || list.includes(`${permission}:${action}`);
      rights[`${permission}:${action}`] = has(deny) ? 'deny' : has(allow) ? 'allow' : undefined;
    }
  }
  return rights;
}

/** Back to lists, whole permissions where all their actions have the same answer. */
function listOf(catalogue: readonly Catalogue[], rights: Rights, answer: 'allow' | 'deny'): string[] {
  return catalogue.flatMap(({ permission, actions }) => {
    const own = actions.map(({ action }) => `${permission}:${action}`).filter((right) => rights[right] === answer);
    return own.length === actions.length ? [permission] : own;
  });
}

export function RoleEditor({ role, onClose }: { role: Role | undefined; onClose: () => void }) {
  const t = useWords();
  const nameOf = useRoleName();
  const catalogue = useQuery(ask('access', 'catalogue', {}));
  const [copied, setCopied] = useState<Role>();
  const [changed, setChanged] = useState(false);
  const leave = useCloseGuard(changed, onClose);
  const shown = copied ?? role;
  const title = copied || !role ? t.fresh : nameOf(role);
  return (
    <Drawer open size={680} onClose={leave} title={<span className="ellipsis">{title}</span>} data-testid="role-editor">
      {catalogue.error && !catalogue.data ? <ErrorNote error={catalogue.error} onAgain={() => void catalogue.refetch()} /> : null}
      {catalogue.isPending ? <SkeletonRows /> : null}
      {catalogue.data ? (
        <Editor
          key={copied ? 'copy' : 'own'} catalogue={catalogue.data.items.filter(({ permission }) => permission !== 'account.write')} role={shown} fresh={!role || copied !== undefined} onChanged={setChanged} onClose={onClose}
          onCopy={role ? () => setCopied({ ...role, name: t.copyOf(nameOf(role)).slice(0, 30), builtIn: false }) : undefined}
        />
      ) : null}
    </Drawer>
  );
}

interface EditorProps { catalogue: Catalogue[]; role: Role | undefined; fresh: boolean; onChanged: (changed: boolean) => void; onCopy?: () => void; onClose: () => void }

function Editor({ catalogue, role, fresh, onChanged, onCopy, onClose }: EditorProps) {
  const t = useWords();
  const language = useLanguage();
  const allowed = useAllowed();
  const scopeNames = useScopeNames();
  const [rights, setRights] = useState(() => rightsOf(catalogue, role ?? { allow: [], deny: [] }));
  const [scope, setScope] = useState<Scope>(role?.scope ?? 'own');
  const [form] = Form.useForm<{ name: string }>();
  const name = Form.useWatch('name', form) ?? role?.name ?? '';
  const now = JSON.stringify([name, rights, scope]);
  const [before] = useState(now);
  useEffect(() => onChanged(now !== before), [now, before, onChanged]);
  const fixed = Boolean(role?.builtIn) || !allowed(fresh ? 'access.createRole' : 'access.updateRole');
  const allow = listOf(catalogue, rights, 'allow');
  const save = useAct(({ name }: { name: string }) => {
    const input = { name, allow, deny: listOf(catalogue, rights, 'deny'), scope };
    return fresh ? api.access.createRole(input) : api.access.updateRole({ ...input, id: role!.id, updatedAt: role!.updatedAt });
  }, { done: t.saved, touches: ['access', 'session'], quiet: true, onDone: onClose });
  const remove = useAct(() => api.access.removeRole({ id: role!.id }), { done: t.gone, touches: ['access'], onDone: onClose });

  return (
    <Form form={form} layout="vertical" className="stack" initialValues={{ name: role?.name ?? '' }} onFinish={(filled) => save.mutate(filled)} disabled={fixed}>
      {role?.builtIn ? <Alert type="info" showIcon title={t.builtIn} action={allowed('access.createRole') ? <Button disabled={false} onClick={onCopy} data-testid="copy-role">{t.copy}</Button> : null} /> : null}
      {save.error ? <Alert type="error" showIcon role="alert" title={<Said text={sentenceOf(save.error)} />} description={codeOf(save.error)} /> : null}
      {role?.builtIn ? null : <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true, message: t.needName }]} style={{ margin: 0 }}><Input maxLength={30} showCount /></Form.Item>}
      <div>
        <h3>{t.scope}</h3>
        <Radio.Group value={scope} onChange={({ target }) => setScope(target.value as Scope)} options={scopes.map((one) => ({ value: one, label: scopeNames[one] }))} />
        <p className="soft small">{t.scopeHint}</p>
      </div>
      <div>
        <h3>{t.matrix}</h3>
        <p className="soft small">{t.matrixHint}</p>
      </div>
      <div className="matrix">
        {(Object.keys(featureText) as (keyof typeof featureText)[]).map((feature) => {
          const own = catalogue.filter(({ permission }) => permissionText[permission].feature === feature);
          return own.length === 0 ? null : (
            <section key={feature} aria-label={featureText[feature][language]}>
              <h3>{featureText[feature][language]}</h3>
              {own.map(({ permission, actions }) => (
                <div key={permission} className="matrix-row">
                  <Whole
                    name={permissionText[permission][language]} answers={actions.map(({ action }) => rights[`${permission}:${action}`])}
                    onChange={(answer) => setRights((before) => ({ ...before, ...Object.fromEntries(actions.map(({ action }) => [`${permission}:${action}`, answer])) }))}
                  />
                  <span className="matrix-actions">
                    {actions.map(({ action }) => {
                      const right = `${permission}:${action}`;
                      return (
                        <span key={action} className="row" data-testid={`right-${right}`}>
                          <span className="soft small">{actionText[action][language]}</span>
                          <Segmented
                            size="small" disabled={fixed} value={rights[right] ?? 'none'} aria-label={`${permissionText[permission][language]} · ${actionText[action][language]}`}
                            onChange={(answer) => setRights((before): Rights => ({ ...before, [right]: answer === 'none' ? undefined : answer as 'allow' | 'deny' }))}
                            options={[{ value: 'none' as const, label: t.none }, { value: 'allow' as const, label: t.allow }, { value: 'deny' as const, label: t.deny }]}
                          />
                        </span>
                      );
                    })}
                  </span>
                </div>
              ))}
            </section>
          );
        })}
      </div>
      {fixed ? null : (
        <div className="between">
          <Button type="primary" htmlType="submit" disabled={allow.length === 0} title={allow.length === 0 ? t.needGrant : undefined} loading={save.isPending} data-testid="save-role">{fresh ? t.create : t.save}</Button>
          {fresh ? null : <Allow to="access.removeRole"><Popconfirm title={t.sure(role!.name ?? '')} okText={t.remove} cancelText={t.no} onConfirm={() => remove.mutate(undefined)}><Button danger loading={remove.isPending} data-testid="remove-role">{t.remove}</Button></Popconfirm></Allow>}
        </div>
      )}
    </Form>
  );
}

/** All actions of a permission at once. */
function Whole({ name, answers, onChange }: { name: string; answers: Rights[string][]; onChange: (answer: Rights[string]) => void }) {
  const all = answers.every((answer) => answer === 'allow');
  return <Checkbox checked={all} indeterminate={!all && answers.some((answer) => answer === 'allow')} onChange={({ target }) => onChange(target.checked ? 'allow' : undefined)}>{name}</Checkbox>;
}
