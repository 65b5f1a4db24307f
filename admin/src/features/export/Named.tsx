import { IdcardOutlined, RedoOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import type { Export } from '@scrm/shared/export';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';
import { Ago } from '../../kit/time';

const useWords = words({
  zh: {
    make: '带员工姓名', confirm: '交给企业微信制作', open: '打开姓名版', again: '重新制作', started: '已交给企业微信制作', keep: '返回', title: '请企业微信制作带员工姓名的文件？',
    text: [
      '员工姓名由企业微信保管，只有企业微信能把它填进文件。', '这份导出会发给企业微信，由它制作；链接只有登录了企业微信的人才能打开。',
      '链接与这次导出一同失效。以后如有客户要求删除个人信息，企业微信那里和已下载的副本无法在此删除；删除证明会写明曾经制作过。', '此操作和每次打开都会记入审计日志。',
    ],
    states: { waiting: '带员工姓名的文件：企业微信正在制作', ready: '带员工姓名的文件：可以打开', failed: '带员工姓名的文件：未成功', gone: '带员工姓名的文件：链接已失效' } satisfies Record<NonNullable<Export['named']>['state'], string>,
  },
  en: {
    make: 'With staff names', confirm: 'Have WeCom make it', open: 'Open with names', again: 'Make it again', started: 'WeCom is making it', keep: 'Back', title: 'Have WeCom make a file with staff names?',
    text: [
      'WeCom keeps the names of staff, and only WeCom can put them into the file.', 'This export goes to WeCom, which makes it; the link opens only for somebody signed in with WeCom.',
      'The link ends with this export. If a customer’s data is erased later, the copies at WeCom and those that were downloaded are out of reach; the certificate says that such a file was made.', 'This, and each opening, is kept in the audit log.',
    ],
    states: { waiting: 'File with staff names: WeCom is making it', ready: 'File with staff names: ready', failed: 'File with staff names: not done', gone: 'File with staff names: the link has ended' },
  },
});

/** How far WeCom is with the file that holds the names of staff. */
export function NamedState({ one: { named } }: { one: Export }) {
  const t = useWords();
  if (!named) return null;
  return (
    <span className="export-lines small" data-testid="named-state" data-state={named.state}>
      <span className={named.state === 'failed' ? 'danger' : 'soft'}>{t.states[named.state]}{named.state === 'waiting' ? <> · <Ago at={named.at} /></> : null}</span>
      {named.problem ? <span className="danger break">{named.problem}</span> : null}
    </span>
  );
}

/** Asks for that file, saying first what it means, and leads to it. */
export function NamedButton({ one: { id, fileName, canName, named } }: { one: Export }) {
  const t = useWords();
  const { modal } = App.useApp();
  const make = useAct(() => api.exports.nameStaff({ id }), { touches: ['exports'], done: t.started });
  const open = useAct((tab: Window | null) => api.exports.openNamed({ id }).then(({ url }) => show(url, tab), (error: unknown) => {
    tab?.close();
    throw error;
  }));
  if (!canName || named?.state === 'waiting') return null;

  function askToMake(): void {
    modal.confirm({
      title: t.title, okText: t.confirm, cancelText: t.keep, width: 480,
      content: <div className="stack"><strong className="break">{fileName}</strong>{t.text.map((line) => <span key={line}>{line}</span>)}</div>,
      onOk: () => make.mutateAsync(undefined).catch(() => undefined),
    });
  }

  // A browser lets a new tab open only at the press itself, so it is there before its address is.
  if (named?.state === 'ready') return <Button size="small" icon={<IdcardOutlined />} loading={open.isPending} onClick={() => open.mutate(window.open('', '_blank'))} data-testid="named-open">{t.open}</Button>;
  return <Button size="small" icon={named ? <RedoOutlined /> : <IdcardOutlined />} loading={make.isPending} onClick={askToMake} data-testid="named-make">{named ? t.again : t.make}</Button>;
}

/** The strange page learns nothing of this one. */
function show(url: string, tab: Window | null): void {
  if (!tab) return void window.location.assign(url);
  tab.opener = null;
  tab.location.replace(url);
}
