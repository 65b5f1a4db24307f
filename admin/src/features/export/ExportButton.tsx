import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { CustomerColumn } from '@scrm/shared/audience';
import { words } from '../../kit/language';
import { ExportDialog, type Whom } from './ExportDialog';

const useWords = words({ zh: { export: '导出' }, en: { export: 'Export' } });

/** Takes out what the list shows, or who is selected in it. */
export function ExportButton({ bulk, ...order }: { whom: Whom; count: number; columns: readonly CustomerColumn[]; bulk?: boolean }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<DownloadOutlined />} disabled={order.count === 0} onClick={() => setOpen(true)} data-testid={bulk ? 'bulk-export' : 'export'}>{t.export}</Button>
      {open ? <ExportDialog {...order} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
