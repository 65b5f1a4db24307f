import { FolderOutlined, InboxOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { ChannelPicker } from '../channel/ChannelPicker';

const useWords = words({
  zh: { place: '放到渠道', archive: '归档', restore: '取消归档', title: (n: number) => `把 ${n} 个活码放到渠道`, channel: '渠道', ok: '放入', cancel: '取消', placed: '已放入渠道', archived: '已归档，二维码照常使用', restored: '已取消归档' },
  en: { place: 'Move to a channel', archive: 'Archive', restore: 'Restore', title: (n: number) => `Move ${counted(n, 'code')} to a channel`, channel: 'Channel', ok: 'Move', cancel: 'Cancel', placed: 'Moved to the channel', archived: 'Archived; the codes go on working', restored: 'Restored' },
});

/** What can be done with several codes at once. */
export function BulkCodes({ ids, clear, archived }: { ids: string[]; clear: () => void; archived: boolean }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const [channelId, setChannelId] = useState<string | null>(null);
  const touches = ['liveCodes', 'channels'] as const;
  const place = useAct(() => api.liveCodes.place({ ids, channelId }), { done: t.placed, touches: [...touches], onDone: () => { setOpen(false); clear(); } });
  const archive = useAct(() => api.liveCodes.archive({ ids, archived: !archived }), { done: archived ? t.restored : t.archived, touches: [...touches], onDone: clear });
  return (
    <>
      <Allow to="liveCodes.place"><Button size="small" icon={<FolderOutlined />} onClick={() => setOpen(true)} data-testid="bulk-place">{t.place}</Button></Allow>
      <Allow to="liveCodes.archive"><Button size="small" icon={<InboxOutlined />} loading={archive.isPending} onClick={() => archive.mutate(undefined)} data-testid="bulk-archive">{archived ? t.restore : t.archive}</Button></Allow>
      <Modal open={open} title={t.title(ids.length)} okText={t.ok} cancelText={t.cancel} confirmLoading={place.isPending} onOk={() => place.mutate(undefined)} onCancel={() => setOpen(false)}>
        <ChannelPicker label={t.channel} value={channelId} onChange={setChannelId} />
      </Modal>
    </>
  );
}
