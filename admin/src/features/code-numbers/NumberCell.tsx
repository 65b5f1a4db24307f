import { Tooltip } from 'antd';
import { codeRate, untoldSentence, type CodeStep } from '@scrm/shared/code-figures';
import type { CodeFigures } from '@scrm/shared/code-numbers';
import { figure, useLanguage } from '../../kit/language';
import { percent } from './steps';
import { useNumberWords } from './words';

/** A figure that opens its list; a dash where WeCom does not tell it, and a word where it tells a part. */
export function NumberCell({ row, step, onOpen }: { row: CodeFigures; step: CodeStep; onOpen: () => void }) {
  const t = useNumberWords();
  const language = useLanguage();
  const value = row[step];
  const untold = untoldSentence(row.ways, step, language);
  if (value === null) return <Tooltip title={untold || t.untold}><span className="soft" tabIndex={0} aria-label={untold || t.untold} data-testid="untold">—</span></Tooltip>;
  const rate = codeRate(row, step);
  return (
    <span className="code-number">
      <button type="button" disabled={value === 0} onClick={onOpen}>{figure(value)}</button>
      {untold ? <Tooltip title={untold}><span className="soft small" tabIndex={0}>{rate === null ? '' : `${percent(rate)} · `}{t.part}</span></Tooltip> : rate === null || step === 'scans' ? null : <span className="soft small figures">{percent(rate)}</span>}
    </span>
  );
}
