import { DownloadOutlined } from '@ant-design/icons';
import { Button, Form, Modal, Segmented, type ButtonProps } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { ExportFormat } from '@scrm/shared/export';
import { counted } from '@scrm/shared/text';
import type { WaitingState } from '@scrm/shared/waiting';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { figure, words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { newKey } from '../../kit/task/start';
import { isReason, MaskedChoice } from '../export/MaskedChoice';

const useWords = words({
  zh: {
    export: '导出', title: (n: string) => `导出 ${n} 位等待的客户`, titleDone: (n: string) => `导出 ${n} 位已联系的客户`, format: '格式', formats: { xlsx: 'Excel（XLSX）', csv: 'CSV' } satisfies Record<ExportFormat, string>, phone: '手机号', logged: '理由会留在导出记录里', start: '开始导出', cancel: '取消', started: '已开始导出',
    hint: '文件带有你的名字和时间，到期自动删除；其中任何一位撤回或到了删除日，文件会一并删除。导出和每次下载都会记入审计日志。',
  },
  en: {
    export: 'Export', title: (n: string) => `Export ${counted(n, 'waiting customer')}`, titleDone: (n: string) => `Export ${counted(n, 'customer')} seen to`, format: 'Format', formats: { xlsx: 'Excel (XLSX)', csv: 'CSV' }, phone: 'Phone numbers', logged: 'Kept with the export', start: 'Export', cancel: 'Cancel', started: 'The export has started',
    hint: 'Your name and the time stand in the file. It is deleted when its time is over, and as soon as anybody in it takes their word back or is due to be deleted. The export and each download are kept in the audit log.',
  },
});

/** Takes out who stands on the list of those who wait. */
export function WaitingExport(order: { codeId: string; state: WaitingState; count: number }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" icon={<DownloadOutlined />} disabled={order.count === 0} onClick={() => setOpen(true)} data-testid="export-waiting">{t.export}</Button>
      {open ? <Dialog {...order} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Dialog({ codeId, state, count, onClose }: { codeId: string; state: WaitingState; count: number; onClose: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const mayReveal = useAllowed()('waiting.reveal');
  const key = useRef(newKey());
  const [format, setFormat] = useState<ExportFormat>('xlsx');
  const [reason, setReason] = useState<string | null>(null);
  const start = useAct(() => api.waiting.export({ codeId, state, format, key: key.current, revealReason: reason ?? undefined }), { done: t.started, touches: ['exports'], onDone: () => void navigate('/exports') });
  return (
    <Modal
      open title={(state === 'open' ? t.title : t.titleDone)(figure(count))} okText={t.start} cancelText={t.cancel} confirmLoading={start.isPending} onOk={() => start.mutate(undefined)} onCancel={onClose} destroyOnHidden
      okButtonProps={{ disabled: !isReason(reason), 'data-testid': 'export-start' } as ButtonProps}
    >
      <Form layout="vertical">
        <Form.Item label={t.format}><Segmented value={format} onChange={setFormat} options={(['xlsx', 'csv'] as const).map((value) => ({ value, label: t.formats[value] }))} /></Form.Item>
        <MaskedChoice names={[t.phone]} mayReveal={mayReveal} reason={reason} reasonHint={t.logged} onReason={setReason} />
        <p className="soft small">{t.hint}</p>
      </Form>
    </Modal>
  );
}
