import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import type { AccessLink } from '@scrm/shared/privacy';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { Copyable } from '../../kit/copy';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { Said } from '../../kit/person';
import { Ago, Until, useNow } from '../../kit/time';

const useWords = words({
  zh: {
    title: '查阅文件', about: '一个限时链接，打开就是系统里关于这位客户的全部记录。内容在打开时生成，不留副本；谁生成过、打开过几次都有记录。', make: '生成链接', hours: '有效期', lives: { 2: '2 小时', 24: '24 小时', 168: '7 天' }, fresh: '链接只显示这一次，请现在复制。拿到链接的人都能看到内容，请只发给客户本人。', html: '网页', json: '数据文件（JSON）', opened: (n: number) => `打开 ${n} 次`, ends: '到期', over: '已失效', stop: '停用', stopAsk: '停用后链接立即打不开，不能恢复。', keep: '保留', stopped: '链接已停用', by: (name: string) => `${name} 生成`,
  },
  en: {
    title: 'Access file', about: 'An address that ends, showing all that is kept about this customer. It is made when it is opened and leaves no copy; who made it and how often it was opened is recorded.', make: 'Make a link', hours: 'Lives for', lives: { 2: '2 hours', 24: '24 hours', 168: '7 days' }, fresh: 'The link is shown only now, copy it. Whoever has it sees everything: send it to the customer and nobody else.', html: 'Page', json: 'Data file (JSON)', opened: (n: number) => `opened ${counted(n, 'time')}`, ends: 'ends', over: 'Over', stop: 'Stop', stopAsk: 'The link opens nothing any more, and cannot be restored.', keep: 'Keep', stopped: 'The link is stopped', by: (name: string) => `made by ${name}`,
  },
});

export function AccessPanel({ customerId }: { customerId: string }) {
  const t = useWords();
  const links = useQuery(ask('privacy', 'accessLinks', { customerId }));
  const [hours, setHours] = useState<2 | 24 | 168>(24);
  const make = useAct(() => api.privacy.makeAccessLink({ customerId, hours }), { touches: ['privacy', 'customers'] });
  return (
    <section className="panel stack" id="access" data-testid="access-panel">
      <h2>{t.title}</h2>
      <p className="soft">{t.about}</p>
      <Allow to="privacy.makeAccessLink">
        <div className="row">
          <Select aria-label={t.hours} value={hours} onChange={setHours} options={([2, 24, 168] as const).map((value) => ({ value, label: t.lives[value] }))} style={{ width: 120 }} />
          <Button type="primary" loading={make.isPending} onClick={() => make.mutate(undefined)} data-testid="make-link">{t.make}</Button>
        </div>
      </Allow>
      {make.data ? (
        <Alert
          type="warning" showIcon title={t.fresh} data-testid="fresh-link"
          description={<div className="stack"><div><a href={make.data.htmlUrl}>{t.html}</a><br /><Copyable text={make.data.htmlUrl} label={t.html} /></div><div><a href={make.data.jsonUrl}>{t.json}</a><br /><Copyable text={make.data.jsonUrl} label={t.json} /></div></div>}
        />
      ) : null}
      {links.error && !links.data ? <ErrorNote compact error={links.error} onAgain={() => void links.refetch()} /> : null}
      {links.data?.items.map((link) => <Row key={link.id} link={link} />)}
    </section>
  );
}

function Row({ link }: { link: AccessLink }) {
  const t = useWords();
  const now = useNow();
  const stop = useAct(() => api.privacy.revokeAccessLink({ id: link.id }), { done: t.stopped, touches: ['privacy'] });
  const isOver = link.expiresAt <= now;
  return (
    <div className="between small">
      <span className="soft break"><Ago at={link.createdAt} /> · <Said text={t.by(link.createdBy)} /> · {t.opened(link.downloads)} · {isOver ? t.over : <>{t.ends} <Until at={link.expiresAt} /></>}</span>
      {isOver ? null : <Allow to="privacy.revokeAccessLink"><Popconfirm title={t.stopAsk} okText={t.stop} cancelText={t.keep} onConfirm={() => stop.mutate(undefined)}><Button size="small" loading={stop.isPending}>{t.stop}</Button></Popconfirm></Allow>}
    </div>
  );
}
