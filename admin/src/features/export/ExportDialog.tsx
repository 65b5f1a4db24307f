import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Modal, Segmented, Select, Tag, type ButtonProps } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { CustomerColumn } from '@scrm/shared/audience';
import type { InputOf } from '@scrm/shared/contract';
import { columnNames } from '@scrm/shared/customer-text';
import type { ExportFormat, exports } from '@scrm/shared/export';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { figure, marks, useLanguage, words } from '../../kit/language';
import { useMe } from '../../kit/me';
import { newKey } from '../../kit/task/start';
import { isReason, MaskedChoice } from './MaskedChoice';

const useWords = words({
  zh: {
    title: (n: string) => `导出 ${n} 位客户`, format: '格式', formats: { xlsx: 'Excel（XLSX）', csv: 'CSV' } satisfies Record<ExportFormat, string>, columns: '列（与列表相同）', more: '另外导出的字段', choose: '选择字段', masked: '遮盖', start: '开始导出', cancel: '取消',
    hint: (days: number) => `文件带有你的名字和时间，${days} 天内可以下载，之后自动删除。导出和每次下载都会记入审计日志。`, ids: '员工姓名由企业微信保管，文件里是员工 ID。文件做好后，可以在「导出记录」里请企业微信另外制作一份带姓名的。', started: '已开始导出', where: '在「导出记录」中下载',
  },
  en: {
    title: (n: string) => `Export ${counted(n, 'customer')}`, format: 'Format', formats: { xlsx: 'Excel (XLSX)', csv: 'CSV' }, columns: 'Columns (as on the list)', more: 'Fields besides', choose: 'Choose fields', masked: 'masked', start: 'Export', cancel: 'Cancel',
    hint: (days: number) => `Your name and the time stand in the file. It can be fetched for ${counted(days, 'day')}, then it is deleted. The export and each download are kept in the audit log.`, ids: 'WeCom keeps the names of staff, so the file holds their ids. Once it is ready, WeCom can make another with the names; ask for it under Exports.', started: 'The export has started', where: 'Fetch it under Exports',
  },
});

export type Whom = Pick<InputOf<(typeof exports)['customers']>, 'filter' | 'ids'>;

/** Which format and what besides the columns of the list; says what will be masked, before anything is made. */
export function ExportDialog({ whom, count, columns, onClose }: { whom: Whom; count: number; columns: readonly CustomerColumn[]; onClose: () => void }) {
  const t = useWords();
  const language = useLanguage();
  const navigate = useNavigate();
  const { notification } = App.useApp();
  const me = useMe();
  const key = useRef(newKey());
  const [format, setFormat] = useState<ExportFormat>('xlsx');
  const [fieldIds, setFieldIds] = useState<string[]>([]);
  const [why, setWhy] = useState<string | null>(null);
  const fields = useQuery(ask('exports', 'customerFields', {}));
  const chosen = fields.data?.items.filter(({ id }) => fieldIds.includes(id)) ?? [];
  const masked = chosen.filter((field) => field.masked);
  const mayReveal = masked.length > 0 && masked.every(({ canReveal }) => canReveal);
  const reason = mayReveal ? why : null;
  const titles = columnNames[language];

  const start = useAct(() => api.exports.customers({ ...whom, key: key.current, format, columns: [...columns], fieldIds, revealReason: reason ?? undefined }), {
    touches: ['exports'],
    onDone: () => {
      const look = () => {
        notification.destroy(key.current);
        void navigate('/exports');
      };
      notification.success({ key: key.current, title: t.started, description: <Button type="link" size="small" style={{ padding: 0 }} onClick={look}>{t.where}</Button>, placement: 'bottomRight', duration: 6 });
      onClose();
    },
  });

  return (
    <Modal
      open title={t.title(figure(count))} okText={t.start} cancelText={t.cancel} confirmLoading={start.isPending} onOk={() => start.mutate(undefined)} onCancel={onClose} destroyOnHidden
      okButtonProps={{ disabled: !isReason(reason), 'data-testid': 'export-start' } as ButtonProps}
    >
      <Form layout="vertical">
        <Form.Item label={t.format}><Segmented value={format} onChange={setFormat} options={(['xlsx', 'csv'] as const).map((value) => ({ value, label: t.formats[value] }))} /></Form.Item>
        <Form.Item label={t.columns}><span className="tag-row" data-testid="export-columns">{(['name', ...columns] as const).map((column) => <Tag key={column}>{titles[column]}</Tag>)}</span></Form.Item>
        <Form.Item label={t.more} htmlFor="export-fields">
          <Select
            id="export-fields" mode="multiple" allowClear placeholder={t.choose} value={fieldIds} onChange={setFieldIds} loading={fields.isPending} optionFilterProp="name"
            options={fields.data?.items.map(({ id, name, masked: isMasked }) => ({ value: id, name, label: isMasked ? `${name}${marks().aside(t.masked)}` : name }))}
          />
        </Form.Item>
        {masked.length > 0 ? <MaskedChoice names={masked.map(({ name }) => name)} mayReveal={mayReveal} reason={reason} onReason={setWhy} /> : null}
        <p className="soft small">{t.hint(fields.data?.days ?? 7)}</p>
        {me.corp.kind === 'suite' && columns.includes('staff') ? <p className="soft small" data-testid="staff-ids">{t.ids}</p> : null}
      </Form>
    </Modal>
  );
}
