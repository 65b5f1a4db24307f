import { CheckCircleFilled, CloseCircleFilled, LoadingOutlined } from '@ant-design/icons';
import { words } from '../../kit/language';

const useWords = words({
  zh: { wait: '正在扫码自检', good: '自检通过：已从成图里扫出内容', bad: '扫不出来：请放大二维码、换个位置，或换掉挡住它的背景和标志' },
  en: { wait: 'Scanning the picture', good: 'It was scanned from the picture itself', bad: 'It cannot be scanned: make the code larger, move it, or change what covers it' },
});

/** Whether the picture was read as a phone would read it. */
export function CheckLine({ state }: { state: 'wait' | 'good' | 'bad' }) {
  const t = useWords();
  const icon = { wait: <LoadingOutlined />, good: <CheckCircleFilled className="success" />, bad: <CloseCircleFilled className="danger" /> }[state];
  return <span role="status" className={state === 'bad' ? 'danger' : 'soft'} data-testid="scan-check" data-state={state}>{icon} {t[state]}</span>;
}
