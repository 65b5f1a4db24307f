import { ArrowRightOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { askAll } from '../../kit/ask';
import { words } from '../../kit/language';
import { Growing } from '../../kit/list/growing';
import { Note } from '../../kit/note';
import { ActorName } from '../../kit/person';
import { Ago } from '../../kit/time';
import { useFieldWords } from './words';

const useWords = words({
  zh: { title: '资料修改记录', empty: '还没有修改', hint: '第一次填写后，这里会记下谁在什么时候改了什么。', unknown: '未知', more: '查看更早', conversion: '字段类型变更' },
  en: { title: 'History of the details', empty: 'No changes yet', hint: 'Once something is filled in, who changed what and when is listed here.', unknown: 'Unknown', more: 'Show earlier', conversion: 'type of the field changed' },
});

/** Who changed what, from what to what. */
export function HistoryDrawer({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const t = useWords();
  const f = useFieldWords();
  const past = useInfiniteQuery(askAll('fields', 'history', { customerId, limit: 30 }));
  return (
    <Drawer open onClose={onClose} size={440} title={t.title} data-testid="field-history">
      <Growing rows={past} none={<Note title={t.empty} hint={t.hint} />} more={t.more}>
        {(items) => (
          <ol className="past">
            {items.map((one) => (
              <li key={one.id}>
                <div className="between"><strong className="ellipsis">{one.fieldName}</strong><span className="soft small"><Ago at={one.by.at} /></span></div>
                <div className="past-change break"><bdi className="soft">{one.from || t.unknown}</bdi><ArrowRightOutlined className="soft" /><bdi>{one.to || t.unknown}</bdi></div>
                <span className="soft small"><ActorName {...one.by} /> · {one.why === 'conversion' ? t.conversion : f.sources[one.by.source]}</span>
              </li>
            ))}
          </ol>
        )}
      </Growing>
    </Drawer>
  );
}
