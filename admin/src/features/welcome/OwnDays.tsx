import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Input, Modal, Select, Skeleton } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import type { OwnDay } from '@scrm/shared/calendar';
import { dayKinds } from '@scrm/shared/welcome-kind';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { useRuleWords } from './rule-words';

const useWords = words({
  zh: { title: '工作日历', about: (year: number) => `法定节假日和调休已按国务院安排内置（到 ${year} 年）。公司自己的休息日或上班日写在这里，以这里为准。`, add: '添加一天', day: '日期', name: '说明（选填）', remove: '移除', save: '保存', close: '关闭', saved: '已保存', none: '还没有公司自己的日子' },
  en: { title: 'Work calendar', about: (year: number) => `China’s holidays and make-up days are built in (up to ${year}). Put the company’s own days here; they count first.`, add: 'Add a day', day: 'Day', name: 'What it is (optional)', remove: 'Remove', save: 'Save', close: 'Close', saved: 'Saved', none: 'No days of the company’s own yet' },
});

/** Days of which the company says itself whether they are worked. */
export function OwnDays({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const names = useRuleWords();
  const canSave = useAllowed()('calendar.save');
  const kept = useQuery({ ...ask('calendar', 'get', {}), staleTime: 0 });
  const [days, setDays] = useState<OwnDay[] | null>(null);
  useEffect(() => {
    if (kept.data && days === null) setDays(kept.data.items);
  }, [kept.data, days]);
  const save = useAct((items: OwnDay[]) => api.calendar.save({ items, updatedAt: kept.data!.updatedAt }), { done: t.saved, touches: ['calendar', 'welcomeRules'], onDone: onClose });
  const put = (index: number, change: Partial<OwnDay>) => setDays((before) => before!.map((one, at) => (at === index ? { ...one, ...change } : one)));
  const kinds = dayKinds.map((kind) => ({ value: kind, label: names.days[kind] }));
  return (
    <Modal open title={t.title} okText={t.save} cancelText={t.close} onCancel={onClose} confirmLoading={save.isPending} okButtonProps={{ disabled: !canSave || days === null }} onOk={() => save.mutate(days!)} width={560}>
      <div className="own-days" data-testid="own-days-dialog">
        {kept.isPending ? <Skeleton active /> : null}
        {kept.error ? <ErrorNote compact error={kept.error} onAgain={() => void kept.refetch()} /> : null}
        {kept.data ? <p className="soft">{t.about(kept.data.knownUntil)}</p> : null}
        {days?.length === 0 ? <p className="soft">{t.none}</p> : null}
        {days?.map((one, index) => (
          <div key={index} className="row">
            <DatePicker aria-label={t.day} allowClear={false} disabled={!canSave} value={dayjs(one.day)} onChange={(value) => put(index, { day: value!.format('YYYY-MM-DD') })} />
            <Select aria-label={t.title} disabled={!canSave} style={{ width: 110 }} value={one.kind} options={kinds} onChange={(kind) => put(index, { kind })} />
            <Input aria-label={t.name} placeholder={t.name} disabled={!canSave} maxLength={64} style={{ width: 170 }} value={one.name} onChange={({ target }) => put(index, { name: target.value })} />
            {canSave ? <Button type="text" aria-label={`${t.remove} ${one.day}`} icon={<DeleteOutlined />} onClick={() => setDays(days.filter((_, at) => at !== index))} /> : null}
          </div>
        ))}
        {canSave && days ? <Button icon={<PlusOutlined />} onClick={() => setDays([...days, { day: dayjs().format('YYYY-MM-DD'), kind: 'holiday', name: '' }])}>{t.add}</Button> : null}
      </div>
    </Modal>
  );
}
