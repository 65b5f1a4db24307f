import { CheckOutlined, CopyOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Typography } from 'antd';
import { useState } from 'react';
import type { AcquisitionLink } from '@scrm/shared/acquisition';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { useCopy } from '../../kit/copy';
import { figure, words } from '../../kit/language';
import { useAllowed } from '../../kit/me';

const useWords = words({
  zh: {
    title: '投放位置', about: '每个位置一个带参数的地址，企业微信会告诉我们客户是从哪个位置来的。', place: '位置', url: '地址', requests: '申请', added: '添加', chatted: '已开口', add: '添加位置', hint: '例如：公众号菜单、客服短信', copy: '复制地址', bare: '不带参数的地址：', bareHint: '分不清位置，也不会即时得知申请和开口；同步后计入合计', show: '只看这些客户', none: '还没有投放位置，先添加一个再投放',
  },
  en: {
    title: 'Places', about: 'Each place has an address of its own, so that WeCom tells us from where a customer came.', place: 'Place', url: 'Address', requests: 'Requests', added: 'Added', chatted: 'Wrote', add: 'Add a place', hint: 'For example: account menu, text message', copy: 'Copy the address', bare: 'The bare address: ', bareHint: 'Tells no places, and neither requests nor first messages at once; counted after a sync', show: 'Only these customers', none: 'No places yet: add one before you put the link anywhere',
  },
});

/** Where the link is put. */
export function Places({ link, chosen, wrote, onChoose }: { link: AcquisitionLink; chosen: string | undefined; wrote: true | undefined; onChoose: (chosen: { place?: string; wrote?: true }) => void }) {
  const t = useWords();
  const allowed = useAllowed();
  const [name, setName] = useState('');
  const add = useAct(() => api.acquisition.addSource({ id: link.id, name }), { touches: ['acquisition'], onDone: () => setName('') });
  const rename = useAct((input: { sourceId: string; name: string }) => api.acquisition.renameSource(input), { touches: ['acquisition'] });
  const isOpen = link.state !== 'deleted';
  return (
    <section className="panel stack" data-testid="link-places">
      <div><h2>{t.title}</h2><p className="soft small">{t.about}</p></div>
      {link.sources.length === 0 ? <p className="soft">{t.none}</p> : (
        <table className="link-places">
          <thead><tr><th>{t.place}</th><th>{t.url}</th><th className="link-number">{t.requests}</th><th className="link-number">{t.added}</th><th className="link-number">{t.chatted}</th></tr></thead>
          <tbody>
            {link.sources.map((source) => (
              <tr key={source.id} data-testid={`place-${source.name}`}>
                <td><Typography.Text ellipsis={{ tooltip: source.name }} editable={allowed('acquisition.renameSource') && isOpen ? { maxLength: 40, triggerType: ['icon'], onChange: (next) => { if (next.trim() && next !== source.name) rename.mutate({ sourceId: source.id, name: next }); } } : false}>{source.name}</Typography.Text></td>
                <td><span className="row link-url"><code className="ellipsis" title={source.url} data-testid="place-url">{source.url}</code>{source.url ? <CopyButton text={source.url} label={t.copy} /> : null}</span></td>
                <td className="figures link-number" data-label={t.requests}>{figure(source.requests)}</td>
                <td className="figures link-number" data-label={t.added}><Button type="link" size="small" aria-pressed={chosen === source.id && !wrote} title={t.show} onClick={() => onChoose(chosen === source.id && !wrote ? {} : { place: source.id })}>{figure(source.added)}</Button></td>
                <td className="figures link-number" data-label={t.chatted}><Button type="link" size="small" aria-pressed={chosen === source.id && wrote} title={t.show} onClick={() => onChoose(chosen === source.id && wrote ? {} : { place: source.id, wrote: true })}>{figure(source.chatted)}</Button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {allowed('acquisition.addSource') && isOpen ? (
        <form className="row" onSubmit={(event) => { event.preventDefault(); if (name.trim()) add.mutate(undefined); }}>
          <Input value={name} maxLength={40} placeholder={t.hint} aria-label={t.place} style={{ maxWidth: 280 }} onChange={({ target }) => setName(target.value)} data-testid="place-name" />
          <Button icon={<PlusOutlined />} htmlType="submit" disabled={!name.trim()} loading={add.isPending} data-testid="add-place">{t.add}</Button>
        </form>
      ) : null}
      {link.url ? <p className="soft small">{t.bare}<code className="break">{link.url}</code><br />{t.bareHint}</p> : null}
    </section>
  );
}

/** The address itself is long, and its beginning says which it is. */
function CopyButton({ text, label }: { text: string; label: string }) {
  const { copied, copy } = useCopy();
  return <Button type="text" size="small" aria-label={label} title={label} icon={copied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy(text)} />;
}
