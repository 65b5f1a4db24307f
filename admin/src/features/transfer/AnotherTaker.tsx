import { Modal } from 'antd';
import { useState } from 'react';
import type { StaffRef } from '@scrm/shared/org';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';
import { StaffPicker } from '../../kit/pick/StaffPicker';

const useWords = words({
  zh: { title: '换人接替', label: '新的接替人', go: '重新发起', cancel: '取消', done: (n: number) => `已重新发起 ${n} 位客户` },
  en: { title: 'Another taker', label: 'Who takes over', go: 'Begin again', cancel: 'Cancel', done: (n: number) => `${n} begun again` },
});

/** Tries again with somebody else. */
export function AnotherTaker({ ids, onClose, onDone }: { ids: string[]; onClose: () => void; onDone: () => void }) {
  const t = useWords();
  const [staff, setStaff] = useState<StaffRef[]>([]);
  const retry = useAct((toStaffId: string) => api.transfers.retry({ ids, toStaffId }), {
    done: ({ retried }) => t.done(retried), touches: ['transfers'],
    onDone: () => {
      onDone();
      onClose();
    },
  });
  return (
    <Modal
      open title={t.title} okText={t.go} cancelText={t.cancel} confirmLoading={retry.isPending} okButtonProps={{ disabled: staff.length === 0 }}
      onCancel={onClose} onOk={() => retry.mutate(staff[0]!.id)} destroyOnHidden
    >
      <StaffPicker label={t.label} value={staff} onChange={setStaff} max={1} />
    </Modal>
  );
}
