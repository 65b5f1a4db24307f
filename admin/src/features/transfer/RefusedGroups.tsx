import { Alert, Button } from 'antd';
import { useState } from 'react';
import { counted } from '@scrm/shared/text';
import type { TransferGroup } from '@scrm/shared/transfer';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { Until } from '../../kit/time';
import { AnotherTaker } from './AnotherTaker';

const useWords = words({
  zh: {
    unnamed: '未命名的群', count: (n: number) => `${n} 个群没有转移`, auto: '自动重试：', byHand: '可以重试：', due: '现在可以重试', never: '不会再试', retry: '重试这些群', other: '换人接替', retried: (n: number) => `已重新发起 ${n} 个群`, more: (n: number) => `还有 ${n} 个`,
  },
  en: {
    unnamed: 'Unnamed group', count: (n: number) => `${counted(n, 'group')} not moved`, auto: 'Next try: ', byHand: 'Can be tried: ', due: 'Can be tried now', never: 'Not again', retry: 'Try these again', other: 'Another taker', retried: (n: number) => `${counted(n, 'group')} begun again`, more: (n: number) => `${n} more`,
  },
});
const shown = 20;

/** Groups that WeCom refused, why, and when they are asked for again. */
export function RefusedGroups({ id, groups, autoRetry }: { id: string; groups: TransferGroup[]; autoRetry: boolean }) {
  const t = useWords();
  const [taking, setTaking] = useState(false);
  const retry = useAct(() => api.transfers.retryGroups({ id }), { done: ({ retried }) => t.retried(retried), touches: ['transfers'] });
  const mayRetry = groups.some((group) => group.retryAt !== null);
  return (
    <>
      <Alert
        type="warning" showIcon title={t.count(groups.length)} data-testid="refused-groups"
        description={(
          <div className="stack">
            <div>
              {groups.slice(0, shown).map((group) => <div key={group.chatId} className="break">{`${group.name || t.unnamed} · ${group.reason} · `}<span className="soft"><When group={group} autoRetry={autoRetry} /></span></div>)}
              {groups.length > shown ? <div className="soft">{t.more(groups.length - shown)}</div> : null}
            </div>
            {mayRetry ? (
              <Allow to="transfers.retryGroups">
                <span className="row"><Button size="small" loading={retry.isPending} onClick={() => retry.mutate(undefined)} data-testid="retry-groups">{t.retry}</Button><Button size="small" onClick={() => setTaking(true)}>{t.other}</Button></span>
              </Allow>
            ) : null}
          </div>
        )}
      />
      {taking ? <AnotherTaker retry={(toStaffId) => api.transfers.retryGroups({ id, toStaffId })} said={t.retried} onClose={() => setTaking(false)} /> : null}
    </>
  );
}

function When({ group: { retryAt }, autoRetry }: { group: TransferGroup; autoRetry: boolean }) {
  const t = useWords();
  if (retryAt === null) return t.never;
  if (retryAt <= Date.now()) return t.due;
  return <>{autoRetry ? t.auto : t.byHand}<Until at={retryAt} /></>;
}
