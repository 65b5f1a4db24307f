import { QRCode } from 'antd';
import { Copyable } from '../../kit/copy';
import { words } from '../../kit/language';
import { CodePrint } from '../print/CodePrint';

const useWords = words({
  zh: { link: '链接', note: '二维码和链接永不改变', scan: '扫一扫看看' },
  en: { link: 'Link', note: 'Code and link never change', scan: 'See the page' },
});

/** The code that is printed. */
export function OuterPicture({ id, url, name }: { id: string; url: string; name: string }) {
  const t = useWords();
  return (
    <div className="group-code-picture" data-testid="outer-picture">
      <a href={url} target="_blank" rel="noreferrer" title={t.scan}><QRCode value={url} type="svg" size={180} bordered={false} color="#000" bgColor="#fff" marginSize={2} /></a>
      <span className="soft small">{t.note}</span>
      <Copyable text={url} label={t.link} />
      <CodePrint codeId={id} name={name} />
    </div>
  );
}
