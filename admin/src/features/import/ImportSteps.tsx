import { Steps } from 'antd';
import { words } from '../../kit/language';

const useWords = words({ zh: { steps: ['上传', '对应列', '试运行', '导入'] }, en: { steps: ['Upload', 'Match', 'Dry run', 'Import'] } });

export function ImportSteps({ current }: { current: number }) {
  const t = useWords();
  return <Steps size="small" responsive={false} current={current} items={t.steps.map((title) => ({ title }))} titlePlacement="vertical" />;
}
