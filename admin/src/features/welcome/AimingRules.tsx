import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import '../live-code/live-code.css';

const useWords = words({
  zh: { title: '这些欢迎语规则以它为对象，删除后不再为它发送：', only: '（没有其他对象，将不再发送）', off: '（已停用）', hidden: (n: string) => `另有 ${n} 条不在你的范围内` },
  en: { title: 'These welcome rules aim at it and will greet nobody for it:', only: ' (at nothing else: it will greet nobody)', off: ' (turned off)', hidden: (n: string) => `and ${n} more out of your reach` },
});

/** For the question before something is deleted: which welcome rules lose it. Dialogs stand outside of the shell, so whoever asks says whether they may know. */
export function AimingRules({ id, mayAsk }: { id: string; mayAsk: boolean }) {
  const t = useWords();
  const rules = useQuery({ ...ask('welcomeRules', 'aimedAt', { id }), enabled: mayAsk, staleTime: 0 });
  if (!mayAsk) return null;
  if (rules.error) return <ErrorNote compact error={rules.error} onAgain={() => void rules.refetch()} />;
  if (!rules.data) return <Skeleton active title={false} paragraph={{ rows: 1 }} />;
  const { items, hidden } = rules.data;
  if (items.length + hidden === 0) return null;
  return (
    <div className="warning" data-testid="aiming-rules">
      {t.title}
      <ul className="fault-list">
        {items.map((rule) => <li key={rule.id}>{rule.name}{rule.enabled ? rule.isOnly ? t.only : '' : t.off}</li>)}
        {hidden > 0 ? <li>{t.hidden(figure(hidden))}</li> : null}
      </ul>
    </div>
  );
}
