import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Skeleton } from 'antd';
import { useEffect, useMemo } from 'react';
import { isReadable } from '@scrm/shared/picture';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { CheckLine } from './CheckLine';
import type { PrintPart } from './part';
import { drawCode, drawUrl, fileName, save } from './draw';
import { LookFields } from './LookFields';
import { scanPicture } from './scan';

const useWords = words({
  zh: { png: '下载 PNG', svg: '下载 SVG', picture: '成图预览', about: (cm: number) => `${cm} × ${cm} 厘米，300 dpi 以上；SVG 可任意放大` },
  en: { png: 'Download PNG', svg: 'Download SVG', picture: 'The picture', about: (cm: number) => `${cm} × ${cm} cm at 300 dpi or more; SVG is sharp at any size` },
});

/** The code alone, for the printer. */
export function PlainCode({ codeId, name, text, look, targets, faces, onLook }: PrintPart) {
  const t = useWords();
  // What is checked is the very file that is downloaded.
  const made = useQuery({
    queryKey: ['print', codeId, text, look], staleTime: Infinity, gcTime: 60_000, retry: false, enabled: isReadable(look.dark, look.light),
    queryFn: async () => {
      const picture = await drawCode(codeId, look);
      return { picture, good: (await scanPicture(picture)) === text };
    },
  });
  const url = useMemo(() => (made.data ? URL.createObjectURL(made.data.picture) : null), [made.data]);
  useEffect(() => () => { if (url) URL.revokeObjectURL(url); }, [url]);
  const isGood = made.data?.good === true;
  return (
    <div className="print">
      <Form layout="vertical"><LookFields look={look} targets={targets} faces={faces} onChange={onLook} hasSize /></Form>
      <div className="print-side">
        {url ? <img className="print-code" src={url} alt={t.picture} data-testid="print-preview" /> : made.error ? <ErrorNote compact error={made.error} onAgain={() => void made.refetch()} /> : <Skeleton.Node active style={{ width: 260, height: 260 }} />}
        {made.error ? null : <CheckLine state={made.data ? (isGood ? 'good' : 'bad') : 'wait'} />}
        <span className="row">
          <Button type="primary" icon={<DownloadOutlined />} disabled={!isGood} onClick={() => save(made.data!.picture, `${fileName(name)}-${look.cm}cm.png`)} data-testid="print-png">{t.png}</Button>
          <Button icon={<DownloadOutlined />} disabled={!isGood} href={isGood ? drawUrl(codeId, look, 'svg') : undefined} data-testid="print-svg">{t.svg}</Button>
        </span>
        <span className="soft small">{t.about(look.cm)}</span>
      </div>
    </div>
  );
}
