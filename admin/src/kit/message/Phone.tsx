import { FileTextOutlined, LeftOutlined, LinkOutlined, PictureOutlined, PlayCircleFilled } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Attachment } from '@scrm/shared/message';
import { fileUrl } from '../../api';
import { words } from '../language';
import { Face } from '../person';
import './phone.css';

const useWords = words({
  zh: { preview: '客户看到的样子', miniprogram: '小程序', file: '文件', untitled: '未填写标题', picture: '图片', nothing: '还没有内容' },
  en: { preview: 'What the customer sees', miniprogram: 'Mini-program', file: 'File', untitled: 'No title yet', picture: 'Picture', nothing: 'Nothing yet' },
});

/** A chat on the customer's phone. `blank`: what stands there while there is nothing. */
export function Phone({ title, note, name, avatarUrl, text, attachments, fileNames = {}, blank }: {
  title: ReactNode; note?: ReactNode; name: string | null; avatarUrl: string; text: string; attachments: readonly Attachment[]; fileNames?: Record<string, string>; blank?: string;
}) {
  const t = useWords();
  const empty = text.trim() === '' && attachments.length === 0;
  return (
    <figure className="phone" aria-label={t.preview} data-testid="phone">
      <div className="phone-bar"><LeftOutlined aria-hidden /><span className="ellipsis">{title}</span></div>
      <div className="phone-chat">
        {note ? <p className="phone-note">{note}</p> : null}
        {empty ? <p className="phone-note">{blank ?? t.nothing}</p> : null}
        {text.trim() ? <Turn name={name} url={avatarUrl}><div className="bubble">{text}</div></Turn> : null}
        {attachments.map((attachment, index) => (
          <Turn key={index} name={name} url={avatarUrl}><Hanging attachment={attachment} fileNames={fileNames} /></Turn>
        ))}
      </div>
    </figure>
  );
}

function Turn({ name, url, children }: { name: string | null; url: string; children: ReactNode }) {
  return <div className="phone-turn"><Face name={name} url={url} size={32} />{children}</div>;
}

function Hanging({ attachment, fileNames }: { attachment: Attachment; fileNames: Record<string, string> }) {
  const t = useWords();
  switch (attachment.kind) {
    case 'image':
      return attachment.fileId ? <img className="hang-image" src={fileUrl(attachment.fileId)} alt={t.picture} /> : <span className="hang-image hang-blank"><PictureOutlined /></span>;
    case 'video':
      return <span className="hang-image hang-blank hang-video"><PlayCircleFilled /></span>;
    case 'link':
      return (
        <div className="hang-card">
          <strong>{attachment.title || t.untitled}</strong>
          <div className="hang-card-body">
            <span className="hang-card-desc">{attachment.desc || attachment.url}</span>
            {attachment.picUrl ? <img src={attachment.picUrl} alt="" referrerPolicy="no-referrer" /> : <span className="hang-thumb"><LinkOutlined /></span>}
          </div>
        </div>
      );
    case 'miniprogram':
      return (
        <div className="hang-card">
          <strong>{attachment.title || t.untitled}</strong>
          {attachment.coverFileId ? <img className="hang-cover" src={fileUrl(attachment.coverFileId)} alt="" /> : <span className="hang-cover hang-blank"><PictureOutlined /></span>}
          <span className="hang-foot">{t.miniprogram}</span>
        </div>
      );
    case 'file':
      return (
        <div className="hang-card">
          <div className="hang-card-body"><strong className="break">{fileNames[attachment.fileId] ?? t.file}</strong><span className="hang-thumb"><FileTextOutlined /></span></div>
        </div>
      );
  }
}
