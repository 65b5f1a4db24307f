import { QRCode } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import type { Draft } from './draft';
import { useGroupCodeWords } from './words';

const useWords = words({
  zh: { label: '客户看到的样子', press: '长按识别二维码，加入群聊', group: '群名' },
  en: { label: 'What the customer sees', press: 'Press and hold the code to join the group', group: 'Group' },
});

/** The customer's page on a phone. */
export function PagePreview({ draft }: { draft: Draft }) {
  const t = useWords();
  const g = useGroupCodeWords();
  const corp = useQuery(ask('corps', 'get', {})).data?.name ?? '';
  const first = draft.entries.find((entry) => !entry.isOff);
  return (
    <aside className="editor-side" aria-label={t.label}>
      <span className="soft small">{t.label}</span>
      <div className="group-page-preview" data-testid="page-preview">
        <strong>{draft.title || corp}</strong>
        {draft.title ? <span className="soft small">{corp}</span> : null}
        <div className="group-page-card">
          <strong>{first?.groups[0]?.name || first?.name || (first?.groups.length ? g.unnamed : t.group)}</strong>
          <QRCode value={first?.picture || 'https://work.weixin.qq.com/'} size={150} bordered={false} color="#000" bgColor="#fff" style={{ opacity: first?.picture ? 1 : 0.35 }} />
          <span className="group-page-press">{t.press}</span>
        </div>
        {draft.guide ? <span className="soft small" style={{ whiteSpace: 'pre-line' }}>{draft.guide}</span> : null}
      </div>
    </aside>
  );
}
