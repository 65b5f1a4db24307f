import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Modal, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { privacy } from '@scrm/shared/privacy';
import type { ReplyOf } from '@scrm/shared/contract';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { StaffNames } from '../../kit/person';
import { Ago } from '../../kit/time';

type Preview = ReplyOf<(typeof privacy)['preview']>;

const useWords = words({
  zh: {
    title: '删除资料', about: '把这位客户从所有数据、任务、回调和文件里删除，不能恢复。完成后有签名的证明。', show: '查看会删除什么', actions: { delete: '删除', blank: '清空内容', keep: '保留' }, rows: (n: string) => `${n} 条`, unknown: '处理时查找', friends: '企业微信里还是好友', friendsHint: '删除不会动企业微信里的好友关系；如果客户要求，请这些员工在企业微信里自行删除好友。以后客户重新添加员工，会作为新客户记录。',
    elsewhere: '其他客户的记录里写到的称呼', elsewhereHint: '号码、邮箱和标识会自动清除；称呼可能是别人，也可能是普通的词，请逐条看。勾选指这位客户的，其中的称呼会换成 ***。备注和描述存在企业微信里，请先由跟进的员工修改。', hidden: '私密笔记，内容不显示', inWecom: '在企业微信里修改',
    button: '删除全部资料', ask: (name: string) => `删除「${name}」的全部资料？`, askText: '不能恢复。请输入客户的名字确认：', confirm: '永久删除', keep: '不删除', running: '正在删除这位客户的资料。', see: '查看进度',
  },
  en: {
    title: 'Erase', about: 'Takes this customer out of all tables, jobs, callbacks and files, for good. A signed certificate follows.', show: 'See what would go', actions: { delete: 'Deleted', blank: 'Blanked', keep: 'Kept' }, rows: (n: string) => counted(n, 'row'), unknown: 'Found while erasing', friends: 'Still friends in WeCom', friendsHint: 'Erasing does not touch friendships inside WeCom; if the customer asks for it, these colleagues end them there. Who adds somebody again later is a new customer.',
    elsewhere: 'Named in the records of other customers', elsewhereHint: 'Numbers, addresses and ids go by themselves. A name may be somebody else’s or an ordinary word: please look at each. Where it is ticked, *** takes its place. WeCom has remarks and descriptions: colleagues change those there first.', hidden: 'A private note, which is not shown', inWecom: 'To be changed in WeCom',
    button: 'Erase everything', ask: (name: string) => `Erase everything about “${name}”?`, askText: 'This cannot be undone. Type the customer’s name:', confirm: 'Erase for good', keep: 'Do not erase', running: 'This customer is being erased.', see: 'See how far it is',
  },
});

/** What would go and what stays, then the name typed, then it goes. */
export function ErasePanel({ customerId }: { customerId: string }) {
  const t = useWords();
  const [shown, setShown] = useState(false);
  const preview = useQuery({ ...ask('privacy', 'preview', { customerId }), enabled: shown });
  return (
    <section className="panel stack" id="erase" data-testid="erase-panel">
      <h2>{t.title}</h2>
      <p className="soft">{t.about}</p>
      {shown ? null : <div><Button onClick={() => setShown(true)} data-testid="show-erasure">{t.show}</Button></div>}
      {shown && preview.isPending ? <Skeleton active paragraph={{ rows: 8 }} /> : null}
      {preview.error ? <ErrorNote compact error={preview.error} onAgain={() => void preview.refetch()} /> : null}
      {preview.data?.isErasing ? <Alert type="info" showIcon title={t.running} action={<Link to="/privacy/erasures">{t.see}</Link>} /> : preview.data ? <Plan plan={preview.data} /> : null}
    </section>
  );
}

const tones = { delete: 'error', blank: 'warning', keep: 'default' } as const;

function Plan({ plan }: { plan: Preview }) {
  const t = useWords();
  const [meant, setMeant] = useState<string[]>([]);
  return (
    <>
      <div data-testid="erase-plan">
        {plan.items.filter(({ rows }) => rows !== 0).map((item) => (
          <div key={item.table} className="erase-item">
            <span>{item.label} <span className="soft small figures">{item.rows === null ? t.unknown : t.rows(figure(item.rows))}</span></span>
            <Tag color={tones[item.action]}>{t.actions[item.action]}</Tag>
            {item.kept ? <span className="soft small break erase-kept">{item.kept}</span> : null}
          </div>
        ))}
      </div>
      {plan.friends.length > 0 ? <Alert type="info" showIcon title={<div className="row"><span>{t.friends}</span><StaffNames staff={plan.friends} limit={20} /></div>} description={t.friendsHint} /> : null}
      {plan.elsewhere.length > 0 ? (
        <div className="stack" data-testid="erase-elsewhere">
          <h3>{t.elsewhere}</h3>
          <p className="soft small">{t.elsewhereHint}</p>
          {plan.elsewhere.map((one) => (
            <div key={one.id} className="erase-mention">
              {one.canCover
                ? <Checkbox checked={meant.includes(one.id)} onChange={({ target }) => setMeant(target.checked ? [...meant, one.id] : meant.filter((id) => id !== one.id))}><span className="break">{one.text ?? t.hidden}</span></Checkbox>
                : <span className="break">{one.text} <Tag>{t.inWecom}</Tag></span>}
              <span className="soft small block">{one.label} · <Link to={`/customers/${one.customer.id}`}>{one.customer.name}</Link> · <Ago at={one.at} /></span>
            </div>
          ))}
        </div>
      ) : null}
      <Confirm plan={plan} meant={plan.elsewhere.filter(({ id }) => meant.includes(id)).map(({ table, id }) => ({ table, id }))} />
    </>
  );
}

function Confirm({ plan, meant }: { plan: Preview; meant: { table: string; id: string }[] }) {
  const t = useWords();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const erase = useAct(() => api.privacy.erase({ customerId: plan.customerId, name: typed, meant }), { touches: ['customers', 'privacy', 'consents'], onDone: () => void navigate('/privacy/erasures') });
  return (
    <>
      <div><Button danger type="primary" onClick={() => setOpen(true)} data-testid="erase">{t.button}</Button></div>
      <Modal
        open={open} title={<span className="break">{t.ask(plan.name)}</span>} okText={t.confirm} cancelText={t.keep} onCancel={() => setOpen(false)} onOk={() => erase.mutate(undefined)}
        okButtonProps={{ danger: true, loading: erase.isPending, disabled: typed.trim() !== plan.name.trim() }} destroyOnHidden
      >
        <div className="stack"><p>{t.askText} <strong className="break">{plan.name}</strong></p><Input aria-label={t.askText} value={typed} maxLength={200} onChange={({ target }) => setTyped(target.value)} data-testid="typed-name" /></div>
      </Modal>
    </>
  );
}
