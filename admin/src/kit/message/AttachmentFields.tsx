import { Input } from 'antd';
import type { Attachment } from '@scrm/shared/message';
import { words } from '../language';
import { byteLength } from '@scrm/shared/text';
import { FileField } from './FileField';

const useWords = words({
  zh: { title: '标题', url: '网址', desc: '描述（选填）', picUrl: '封面图网址（选填）', appId: '小程序 AppID', page: '页面路径，如 pages/index/index' },
  en: { title: 'Title', url: 'Address', desc: 'Description (optional)', picUrl: 'Cover picture address (optional)', appId: 'Mini-program AppID', page: 'Page path, such as pages/index/index' },
});

const isUrl = (text: string) => text.length <= 2048 && /^https?:\/\/\S+$/i.test(text);

/** What is missing or wrong in an attachment, by field; the same limits as the contract's. */
export function faultsOf(attachment: Attachment): string[] {
  switch (attachment.kind) {
    case 'image': case 'video': case 'file':
      return attachment.fileId ? [] : ['fileId'];
    case 'link':
      return [
        ...(attachment.title && byteLength(attachment.title) <= 128 ? [] : ['title']), ...(isUrl(attachment.url) ? [] : ['url']),
        ...(byteLength(attachment.desc) <= 512 ? [] : ['desc']), ...(attachment.picUrl === '' || isUrl(attachment.picUrl) ? [] : ['picUrl']),
      ];
    case 'miniprogram':
      return [
        ...(attachment.title && byteLength(attachment.title) <= 64 ? [] : ['title']), ...(attachment.appId ? [] : ['appId']),
        ...(attachment.page ? [] : ['page']), ...(attachment.coverFileId ? [] : ['coverFileId']),
      ];
  }
}

/** The fields of one attachment, whatever its kind. */
export function AttachmentFields({ value, onChange, fileName, onFileName, faults }: {
  value: Attachment; onChange: (attachment: Attachment) => void; fileName?: string; onFileName: (fileId: string, name: string) => void; faults: string[];
}) {
  const t = useWords();
  const status = (field: string) => (faults.includes(field) ? 'error' as const : undefined);

  if (value.kind === 'image' || value.kind === 'video' || value.kind === 'file') {
    return (
      <FileField
        kind={value.kind} value={value.fileId} name={fileName} invalid={faults.includes('fileId')}
        onChange={(fileId, name) => {
          onFileName(fileId, name);
          onChange({ ...value, fileId });
        }}
      />
    );
  }
  if (value.kind === 'link') {
    return (
      <div className="attachment-fields">
        <Input aria-label={t.title} placeholder={t.title} status={status('title')} value={value.title} onChange={({ target }) => onChange({ ...value, title: target.value })} />
        <Input aria-label={t.url} placeholder="https://" status={status('url')} value={value.url} onChange={({ target }) => onChange({ ...value, url: target.value.trim() })} />
        <Input aria-label={t.desc} placeholder={t.desc} status={status('desc')} value={value.desc} onChange={({ target }) => onChange({ ...value, desc: target.value })} />
        <Input aria-label={t.picUrl} placeholder={t.picUrl} status={status('picUrl')} value={value.picUrl} onChange={({ target }) => onChange({ ...value, picUrl: target.value.trim() })} />
      </div>
    );
  }
  return (
    <div className="attachment-fields">
      <Input aria-label={t.title} placeholder={t.title} status={status('title')} value={value.title} onChange={({ target }) => onChange({ ...value, title: target.value })} />
      <Input aria-label={t.appId} placeholder={t.appId} status={status('appId')} value={value.appId} maxLength={64} onChange={({ target }) => onChange({ ...value, appId: target.value.trim() })} />
      <Input aria-label={t.page} placeholder={t.page} status={status('page')} value={value.page} maxLength={1024} onChange={({ target }) => onChange({ ...value, page: target.value.trim() })} />
      <FileField kind="image" value={value.coverFileId} invalid={faults.includes('coverFileId')} onChange={(coverFileId) => onChange({ ...value, coverFileId })} />
    </div>
  );
}
