import { PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { useOpened } from '../../kit/opened';
import { printTargetsOf } from './targets';
import { ask } from '../../kit/ask';
import { Copyable } from '../../kit/copy';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { useAct } from '../../kit/act';
import { api } from '../../api';
import type { Look } from './draw';
import { PlainCode } from './PlainCode';
import { PosterMaker } from './PosterMaker';
import './print.css';

const useWords = words({
  zh: { print: '印制', title: (name: string) => `印制「${name}」`, code: '二维码', poster: '海报', short: '短链', make: '生成短链' },
  en: { print: 'Print', title: (name: string) => `Print “${name}”`, code: 'Code', poster: 'Poster', short: 'Short address', make: 'Make a short address' },
});

const blank: Look = { target: 'page', cm: 6, dark: '#000000', light: '#ffffff', logoFileId: '', face: '' };

/** Prints a live code of any kind: the picture for the printer, a poster, a short address. */
export function CodePrint({ codeId, name }: { codeId: string; name: string }) {
  const t = useWords();
  const { values: { print: what }, open, close } = useOpened(['print']);
  return (
    <Allow to="prints.draw">
      <Button icon={<PrinterOutlined />} onClick={() => open({ print: 'code' })} data-testid="print-code">{t.print}</Button>
      {what ? <Drawer open size={960} title={<span className="ellipsis">{t.title(name)}</span>} onClose={close} data-testid="print-drawer"><Body codeId={codeId} what={what === 'poster' ? 'poster' : 'code'} /></Drawer> : null}
    </Allow>
  );
}

function Body({ codeId, what }: { codeId: string; what: 'code' | 'poster' }) {
  const t = useWords();
  const { turn } = useOpened(['print']);
  const [chosen, setLook] = useState<Look | null>(null);
  const printed = useQuery({ ...ask('prints', 'read', { codeId }), staleTime: 60_000 });
  const shorten = useAct(() => api.prints.shorten({ codeId }), { touches: ['prints'] });
  if (printed.isPending) return <Skeleton active paragraph={{ rows: 6 }} />;
  if (!printed.data) return <ErrorNote error={printed.error} onAgain={() => void printed.refetch()} />;
  const targets = printTargetsOf(printed.data);
  const look = chosen ?? { ...blank, target: targets[0]! };
  const part = { codeId, name: printed.data.name, text: printed.data[look.target], look, targets, faces: printed.data.faces, onLook: (change: Partial<Look>) => setLook({ ...look, ...change }) };
  return (
    <div className="stack">
      <div className="between print-head">
        <Segmented value={what} onChange={(print) => turn({ print })} options={[{ value: 'code', label: t.code }, { value: 'poster', label: t.poster }]} />
        {printed.data.short
          ? <span className="row"><span className="soft small">{t.short}</span><span data-testid="short-url"><Copyable text={printed.data.short} label={t.short} /></span></span>
          : <Allow to="prints.shorten"><Button size="small" loading={shorten.isPending} onClick={() => shorten.mutate(undefined)} data-testid="make-short">{t.make}</Button></Allow>}
      </div>
      {what === 'code' ? <PlainCode {...part} /> : <PosterMaker {...part} />}
    </div>
  );
}
