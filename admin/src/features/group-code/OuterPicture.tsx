import { DownloadOutlined } from '@ant-design/icons';
import { Button, QRCode } from 'antd';
import { useRef } from 'react';
import { Copyable } from '../../kit/copy';
import { words } from '../../kit/language';

const useWords = words({
  zh: { link: '链接', note: '二维码和链接永不改变', scan: '扫一扫看看' },
  en: { link: 'Link', note: 'Code and link never change', scan: 'See the page' },
});

/** The code that is printed, to take along as a picture. */
export function OuterPicture({ url, name }: { url: string; name: string }) {
  const t = useWords();
  const drawn = useRef<HTMLDivElement>(null);

  function save(kind: 'png' | 'svg'): void {
    const file = kind === 'svg' ? new Blob([drawn.current!.querySelector('svg')!.outerHTML], { type: 'image/svg+xml' }) : null;
    const href = file ? URL.createObjectURL(file) : drawn.current!.querySelector('canvas')!.toDataURL('image/png');
    const link = Object.assign(document.createElement('a'), { href, download: `${name}.${kind}` });
    link.click();
    if (file) URL.revokeObjectURL(href);
  }

  return (
    <div className="group-code-picture" data-testid="outer-picture">
      <a href={url} target="_blank" rel="noreferrer" title={t.scan}><QRCode value={url} type="svg" size={180} bordered={false} color="#000" bgColor="#fff" marginSize={2} /></a>
      <div ref={drawn} hidden>
        <QRCode value={url} type="svg" size={1024} bordered={false} color="#000" bgColor="#fff" marginSize={4} />
        <QRCode value={url} type="canvas" size={1024} bordered={false} color="#000" bgColor="#fff" marginSize={4} />
      </div>
      <span className="soft small">{t.note}</span>
      <Copyable text={url} label={t.link} />
      <div className="row">
        <Button size="small" icon={<DownloadOutlined />} onClick={() => save('png')} data-testid="save-png">PNG</Button>
        <Button size="small" icon={<DownloadOutlined />} onClick={() => save('svg')} data-testid="save-svg">SVG</Button>
      </div>
    </div>
  );
}
