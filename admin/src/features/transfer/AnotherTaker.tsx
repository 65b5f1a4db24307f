import { Modal } from 'antd';
import { useState } from 'react';
import type { StaffRef } from '@scrm/shared/org';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';
import { StaffPicker } from '../../kit/pick/StaffPicker';

const useWords = words({
  zh: { title: '换人接替', label: '新的接替人', go: '重新发起', cancel: '取消' },
  en: { title: 'Another taker', label: 'Who takes over', go: 'Begin again', cancel: 'Cancel' },
});

/** Tries again with somebody else. */
export function AnotherTaker({ retry: begin, said, onClose, onDone }: { retry: (toStaffId: string) => Promise<{ retried: number }>; said: (retried: number) => string; onClose: () => void; onDone?: () => void }) {
  const t = useWords();
  const [staff, setStaff] = useState<StaffRef[]>([]);
  const retry = useAct(begin, {
    done: ({ retried }) => said(retried), touches: ['transfers'],
    onDone: () => {
      onDone?.();
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
