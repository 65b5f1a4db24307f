import { Modal } from 'antd';
import { useState } from 'react';
import type { Channel } from '@scrm/shared/channel';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { ChannelPicker } from './ChannelPicker';

const useWords = words({
  zh: { title: (name: string) => `移动「${name}」`, under: '移到哪个渠道下面', note: '下级渠道和活码一起移动。编号不变，过去的路径在历史里仍可查到。', ok: '移动', cancel: '取消', done: '已移动' },
  en: { title: (name: string) => `Move “${name}”`, under: 'Under which channel', note: 'What is below it and its codes go along. Its id stays, and its former paths can be read in the history.', ok: 'Move', cancel: 'Cancel', done: 'Moved' },
});

export function MoveDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const t = useWords();
  const [parentId, setParentId] = useState(channel.parentId);
  const move = useAct(() => api.channels.move({ id: channel.id, parentId }), { quiet: true, done: t.done, touches: ['channels', 'liveCodes'], onDone: onClose });
  return (
    <Modal open title={t.title(channel.name)} okText={t.ok} cancelText={t.cancel} confirmLoading={move.isPending} onOk={() => move.mutate(undefined)} onCancel={onClose}>
      <div className="stack">
        <label htmlFor="move-under">{t.under}</label>
        <ChannelPicker id="move-under" label={t.under} top value={parentId} onChange={setParentId} without={channel.id} />
        <p className="soft small">{t.note}</p>
        {move.error ? <ErrorNote compact error={move.error} /> : null}
      </div>
    </Modal>
  );
}
