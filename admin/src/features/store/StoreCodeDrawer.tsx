import { DeleteOutlined, DownloadOutlined, EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Popconfirm, Skeleton, Statistic } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import type { StoreCode } from '@scrm/shared/store-code';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { Copyable } from '../../kit/copy';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { oneOf } from '../../kit/list/filters';
import { useOpened } from '../../kit/opened';
import { TagRow } from '../../kit/tag-row';
import '../live-code/live-code.css';
import { CodePrint } from '../print/CodePrint';
import { useAllowed } from '../../kit/me';
import { AimingRules } from '../welcome/AimingRules';
import { CodeForm } from './CodeForm';
import { NumberDrawer } from './NumberDrawer';
import { TryOut } from './TryOut';
import { useStoreWords } from './words';

const useWords = words({
  zh: {
    edit: '编辑', remove: '删除', off: '停用', offAsk: '停用后，扫码的人只看到停用的文字；随时可以重新启用。', on: '启用', isOff: '已停用，扫码只看到停用的文字', svg: '下载 SVG', page: '扫码页面', numbers: '查看数据', form: '扫码后', region: '门店', all: '全部门店', outOfRange: '超出半径', nearest: '给最近的门店', defaultOnly: (name: string) => `给默认门店 ${name}`, belongs: '已是其他门店客户', tags: '自动打标签', remark: '自动备注', none: '不设置', tryOut: '试一试：站在这里会看到谁',
    removed: '门店码已删除', changed: '已保存', askTitle: (name: string) => `删除门店码「${name}」？`, askText: '已经印出去的码会显示「没有这个码」，且不能恢复。客户和数据都保留。', keep: '保留', qr: (name: string) => `「${name}」的二维码`,
  },
  en: {
    edit: 'Edit', remove: 'Delete', off: 'Turn off', offAsk: 'Whoever scans it sees its text only; it can be turned on again at any time.', on: 'Turn on', isOff: 'Off: a scan shows its text and no store', svg: 'SVG', page: 'Its page', numbers: 'Figures', form: 'Leads to', region: 'Stores', all: 'All stores', outOfRange: 'Out of range', nearest: 'The nearest store', defaultOnly: (name: string) => `The default store ${name}`, belongs: 'Another store’s customer', tags: 'Tags set', remark: 'Remark set', none: 'None', tryOut: 'Try it: who is shown to somebody standing here',
    removed: 'The store code was deleted', changed: 'Saved', askTitle: (name: string) => `Delete the store code “${name}”?`, askText: 'Printed codes will say that there is no such code, and this cannot be undone. Customers and figures stay.', keep: 'Keep', qr: (name: string) => `Code of “${name}”`,
  },
});

export function StoreCodeDrawer() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const close = () => void navigate('/store-codes');
  const code = useQuery(ask('storeCodes', 'get', { id }));
  const [editing, setEditing] = useState<StoreCode>();
  return (
    <Drawer
      open onClose={close} size={560} title={<span className="ellipsis drawer-title">{code.data?.name ?? ' '}</span>} data-testid="store-code-drawer"
      extra={code.data?.mine ? <Actions code={code.data} onEdit={() => setEditing(code.data)} onRemoved={close} /> : null}
    >
      {code.isPending ? <Skeleton active paragraph={{ rows: 8 }} /> : null}
      {code.error ? <ErrorNote error={code.error} onAgain={() => void code.refetch()} /> : null}
      {code.data ? <Body code={code.data} /> : null}
      {editing ? <CodeForm code={editing} onClose={() => setEditing(undefined)} onSaved={() => setEditing(undefined)} /> : null}
    </Drawer>
  );
}

function Actions({ code, onEdit, onRemoved }: { code: StoreCode; onEdit: () => void; onRemoved: () => void }) {
  const t = useWords();
  const { modal } = App.useApp();
  const mayAsk = useAllowed()('welcomeRules.aimedAt');
  const remove = useAct(() => api.storeCodes.remove({ id: code.id }), { done: t.removed, touches: ['storeCodes', 'welcomeRules'], onDone: onRemoved });
  const turn = useAct(() => api.storeCodes.setState({ id: code.id, state: code.state === 'active' ? 'off' : 'active' }), { done: t.changed, touches: ['storeCodes'] });
  const askFirst = () => void modal.confirm({
    title: t.askTitle(code.name), content: <><p>{t.askText}</p><AimingRules id={code.id} mayAsk={mayAsk} /></>,
    okText: t.remove, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => remove.mutateAsync(undefined).catch(() => undefined),
  });
  return (
    <div className="row">
      <Button danger icon={<DeleteOutlined />} aria-label={t.remove} loading={remove.isPending} onClick={askFirst} />
      {code.state === 'active'
        ? <Popconfirm title={t.offAsk} okText={t.off} cancelText={t.keep} onConfirm={() => turn.mutate(undefined)}><Button loading={turn.isPending} data-testid="turn">{t.off}</Button></Popconfirm>
        : <Button loading={turn.isPending} onClick={() => turn.mutate(undefined)} data-testid="turn">{t.on}</Button>}
      <Button type="primary" icon={<EditOutlined />} onClick={onEdit}>{t.edit}</Button>
    </div>
  );
}

function Body({ code }: { code: StoreCode }) {
  const t = useWords();
  const w = useStoreWords();
  const { values: opened, open, close } = useOpened(['what']);
  const what = oneOf(opened.what, w.figures);
  const picture = (format: 'svg' | 'png') => `/api/storeCodes.picture?id=${encodeURIComponent(code.id)}&format=${format}`;
  return (
    <div className="code-detail" data-state={code.state}>
      {code.state === 'off' ? <Alert type="warning" showIcon title={t.isOff} description={code.offText || undefined} /> : null}
      <div className="code-picture">
        <img src={picture('svg')} alt={t.qr(code.name)} width={220} height={220} data-testid="qr" />
        <div className="row"><a href={picture('svg')}><Button icon={<DownloadOutlined />}>{t.svg}</Button></a><CodePrint codeId={code.id} name={code.name} /></div>
        <Copyable text={code.url} label={t.page} />
        <a href={code.url} target="_blank" rel="noreferrer" data-testid="code-page">{t.page}</a>
      </div>
      <div className="code-figures">
        {(['scans', 'matched', ...(code.form === 'group' ? ['joined' as const] : []), 'added'] as const).map((key) => <button key={key} type="button" title={w.definitions[key]} onClick={() => open({ what: key })} data-testid={`${key}-link`}><Statistic title={w.figures[key]} value={code[key]} /></button>)}
        <Link to={`/store-numbers?codeId=${code.id}`}><Statistic title={t.numbers} value="→" /></Link>
      </div>
      <dl className="facts">
        <dt>{t.form}</dt><dd>{w.formHints[code.form]}</dd>
        <dt>{t.region}</dt><dd>{code.region?.names.join(' / ') ?? t.all}</dd>
        <dt>{t.outOfRange}</dt><dd>{code.outOfRange === 'nearest' ? t.nearest : t.defaultOnly(code.defaultStore?.name ?? '')}</dd>
        {code.form === 'owner' ? <><dt>{t.belongs}</dt><dd>{w.belongs[code.belongs]}</dd><dt>{t.tags}</dt><dd><TagRow tags={code.tags} limit={20} /></dd><dt>{t.remark}</dt><dd>{code.remarkTemplate ? <code>{code.remarkTemplate}</code> : <span className="soft">{t.none}</span>}</dd></> : null}
      </dl>
      <div className="stack"><h3>{t.tryOut}</h3><TryOut code={code} /></div>
      {what ? <NumberDrawer asked={{ what, where: { codeId: code.id } }} onClose={close} /> : null}
    </div>
  );
}
