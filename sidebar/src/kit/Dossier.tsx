import type { Dossier as DossierData } from '@scrm/shared/transfer';
import { yuan } from '@scrm/shared/money';
import { marks, useLanguage, useWords } from './language';
import { StaffName } from './StaffName';
import { moment } from './time';

const words = {
  zh: {
    from: '原跟进人', since: '成为客户', settled: '接手时间', remark: '原备注', description: '原描述', tags: '标签', worth: '客户价值', next: '下一步', lines: '待办与承诺',
    kinds: { task: '待办', note: '记录', promise: '承诺', file: '文件' },
  },
  en: {
    from: 'From', since: 'Customer since', settled: 'Taken over', remark: 'Remark', description: 'Description', tags: 'Tags', worth: 'Worth', next: 'Next step', lines: 'Tasks and promises',
    kinds: { task: 'Task', note: 'Note', promise: 'Promise', file: 'File' },
  },
};

/** What the former owner leaves behind, for whoever took over. */
export function Dossier({ dossier }: { dossier: DossierData }) {
  const w = useWords(words);
  const language = useLanguage();
  const rows: [string, string][] = [
    [w.next, dossier.nextStep], [w.remark, dossier.remark], [w.description, dossier.description], [w.tags, dossier.tags.map((tag) => tag.name).join(marks().comma)],
    [w.worth, dossier.worth.state === 'known' && dossier.worth.known > 0 ? `¥${yuan(dossier.worth.fen)}` : ''],
    [w.since, moment(dossier.since, language)], [w.settled, dossier.settledAt === null ? '' : moment(dossier.settledAt, language)],
  ];
  return (
    <dl data-testid="dossier">
      <div className="line"><dt className="line-label">{w.from}</dt><dd className="line-value"><StaffName name={dossier.from.name} userId={dossier.from.userId} /></dd></div>
      {rows.filter(([, value]) => value).map(([label, value]) => <div key={label} className="line"><dt className="line-label">{label}</dt><dd className="line-value">{value}</dd></div>)}
      {dossier.lines.length > 0 && <div className="line"><dt className="line-label">{w.lines}</dt><dd className="line-value">{dossier.lines.map((line, at) => <p key={at}>{w.kinds[line.kind]}{marks().colon}{line.text}</p>)}</dd></div>}
    </dl>
  );
}
