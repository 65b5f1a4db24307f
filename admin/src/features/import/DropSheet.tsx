import { InboxOutlined } from '@ant-design/icons';
import { Progress, Upload } from 'antd';
import { useState } from 'react';
import type { Api } from '@scrm/shared/api';
import { useAct } from '../../kit/act';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';

const useWords = words({
  zh: { drop: '把文件拖到这里，或点击选择', sending: (share: number) => `正在上传 ${share}%`, reading: '正在检查文件' },
  en: { drop: 'Drop the file here, or press to choose', sending: (share: number) => `Sending, ${share}%`, reading: 'Looking at the file' },
});

/** Where a sheet is dropped: how far it is sent, and what is wrong with it. */
export function DropSheet<R>({ testId, hints, send, touches, onDone }: {
  testId: string; hints: string[]; send: (file: File, onShare: (share: number) => void) => Promise<R>; touches: (keyof Api)[]; onDone: (reply: R) => void;
}) {
  const t = useWords();
  const [share, setShare] = useState(0);
  const upload = useAct((file: File) => send(file, setShare), { quiet: true, touches, onDone });
  return (
    <>
      <Upload.Dragger
        accept=".xlsx,.csv,.tsv,.txt" multiple={false} showUploadList={false} disabled={upload.isPending} data-testid={testId}
        beforeUpload={(file) => {
          setShare(0);
          upload.mutate(file);
          return false;
        }}
      >
        <p className="ant-upload-drag-icon"><InboxOutlined /></p>
        <p className="ant-upload-text">{t.drop}</p>
        {hints.map((hint) => <p key={hint} className="ant-upload-hint">{hint}</p>)}
      </Upload.Dragger>
      {upload.isPending ? <div role="status"><Progress percent={share} size="small" status="active" showInfo={false} /><span className="soft small figures">{share < 100 ? t.sending(share) : t.reading}</span></div> : null}
      {upload.error ? <ErrorNote compact error={upload.error} /> : null}
    </>
  );
}
