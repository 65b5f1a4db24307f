import { useQuery } from '@tanstack/react-query';
import { Radio, Segmented, Skeleton } from 'antd';
import { counted } from '@scrm/shared/text';
import type { TransferKind } from '@scrm/shared/transfer';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { StaffPerson } from '../../kit/person';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import type { Draft } from './draft';
import { useTransferWords } from './words';

const useWords = words({
  zh: { kind: '交接方式', who: '原跟进人', hint: { onJob: '员工还在职。客户会看到一条说明，24 小时内可以拒绝。', resigned: '员工已离职。选择后把 TA 的客户和客户群交给别人。' }, none: '没有已离职、且有客户待继承的员工', waiting: (n: string) => `${n} 位客户待继承` },
  en: { kind: 'Kind', who: 'Giver', hint: { onJob: 'The person stays. Customers read a notice and may refuse within 24 hours.', resigned: 'The person has left. Their customers and groups go to others.' }, none: 'Nobody who left has customers that wait', waiting: (n: string) => counted(n, 'customer waits', 'customers wait') },
});

export function WhoStep({ draft, onChange, onKind }: { draft: Draft; onChange: (part: Partial<Draft>) => void; onKind: (kind: TransferKind) => void }) {
  const t = useWords();
  const { kinds } = useTransferWords();
  const leavers = useQuery({ ...ask('transfers', 'leavers', { limit: 200 }), enabled: draft.kind === 'resigned' });
  const choose = (from: Draft['from']) => onChange({ from, chosen: [], pairs: {} });
  return (
    <>
      <Segmented<TransferKind> aria-label={t.kind} value={draft.kind} onChange={onKind} options={[{ value: 'onJob', label: kinds.onJob }, { value: 'resigned', label: kinds.resigned }]} />
      <p className="soft">{t.hint[draft.kind]}</p>
      <h3>{t.who}</h3>
      {draft.kind === 'onJob' ? <StaffPicker id="giver" label={t.who} max={1} value={draft.from ? [draft.from] : []} onChange={([staff]) => choose(staff)} /> : null}
      {draft.kind === 'resigned' && leavers.isPending ? <Skeleton active avatar paragraph={{ rows: 2 }} /> : null}
      {leavers.error ? <ErrorNote compact error={leavers.error} onAgain={() => void leavers.refetch()} /> : null}
      {leavers.data?.items.length === 0 ? <p className="soft">{t.none}</p> : null}
      {draft.kind === 'resigned' && leavers.data ? (
        <Radio.Group
          vertical value={draft.from?.id} onChange={({ target }) => choose(leavers.data.items.find((one) => one.staff.id === target.value)?.staff)}
          options={leavers.data.items.map((one) => ({ value: one.staff.id, label: <StaffPerson staff={one.staff} second={t.waiting(figure(one.waiting))} /> }))}
        />
      ) : null}
    </>
  );
}
