import { UploadOutlined } from '@ant-design/icons';
import { App, Button, Image, Upload } from 'antd';
import { fileUrl } from '../../api';
import { useAct } from '../act';
import { words } from '../language';
import type { UploadKind } from './files';
import { uploadFile, uploads } from './files';

const useWords = words({
  zh: {
    choose: { image: '选择图片', video: '选择视频', file: '选择文件' }, change: '更换',
    limit: { image: 'JPG 或 PNG，最大 2 MB', video: 'MP4，最大 10 MB', file: '最大 20 MB' }, tooLarge: (name: string, limit: string) => `「${name}」过大：${limit}`, kept: '已上传的文件',
  },
  en: {
    choose: { image: 'Choose a picture', video: 'Choose a video', file: 'Choose a file' }, change: 'Change',
    limit: { image: 'JPG or PNG, at most 2 MB', video: 'MP4, at most 10 MB', file: 'At most 20 MB' }, tooLarge: (name: string, limit: string) => `“${name}” is too large: ${limit}`, kept: 'Uploaded file',
  },
});

/** One uploaded file, kept by its id. */
export function FileField({ kind, value, name, onChange, invalid }: {
  kind: UploadKind; value: string; name?: string; onChange: (fileId: string, name: string) => void; invalid?: boolean;
}) {
  const t = useWords();
  const { message } = App.useApp();
  const upload = useAct(uploadFile, { onDone: (file) => onChange(file.id, file.name) });

  function take(file: File): false {
    if (file.size > uploads[kind].bytes) void message.error(t.tooLarge(file.name, t.limit[kind]));
    else upload.mutate(file);
    return false;
  }

  return (
    <div className="row">
      {value && kind === 'image' ? <Image src={fileUrl(value)} alt="" width={48} height={48} style={{ objectFit: 'cover', borderRadius: 6 }} /> : null}
      {value && kind !== 'image' ? <span className="ellipsis">{name ?? t.kept}</span> : null}
      <Upload beforeUpload={take} showUploadList={false} accept={uploads[kind].accept} maxCount={1}>
        <Button icon={<UploadOutlined />} loading={upload.isPending} danger={invalid}>{value ? t.change : t.choose[kind]}</Button>
      </Upload>
      <span className="soft small">{t.limit[kind]}</span>
    </div>
  );
}
