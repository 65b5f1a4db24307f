import { WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { words } from './language';
import { Note } from './note';
import { Said } from './person';
import { codeOf, sentenceOf } from './problem';

const useWords = words({
  zh: { again: '重试', code: '错误码' },
  en: { again: 'Try again', code: 'Code' },
});

/** What went wrong in one sentence, its code, and the way to try again. */
export function ErrorNote({ error, onAgain, compact }: { error: unknown; onAgain?: () => void; compact?: boolean }) {
  const t = useWords();
  const again = onAgain ? <Button onClick={onAgain}>{t.again}</Button> : null;
  const code = <span className="soft">{t.code} <code>{codeOf(error)}</code></span>;
  if (compact) {
    return <div className="error-note-compact" role="alert"><span><Said text={sentenceOf(error)} /></span> {code} {again}</div>;
  }
  return <div role="alert" data-testid="error-note"><Note icon={<WarningOutlined className="warning" />} title={<Said text={sentenceOf(error)} />} hint={code}>{again}</Note></div>;
}
