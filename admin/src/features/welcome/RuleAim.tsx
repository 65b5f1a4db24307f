import type { WelcomeRule } from '@scrm/shared/welcome-rule';
import { figure, marks, words } from '../../kit/language';
import { OpenData } from '../../kit/open-data';
import { StaffNames } from '../../kit/person';

const useWords = words({ zh: { more: (n: string) => `等 ${n} 个`, company: '所有员工' }, en: { more: (n: string) => `and ${n} more`, company: 'All staff' } });
const shown = 3;

/** Whom a rule is for, in a line. */
export function RuleAim({ rule: { target, staff, codes, storeCodes, stores, departments } }: { rule: Pick<WelcomeRule, 'target' | 'staff' | 'codes' | 'storeCodes' | 'stores' | 'departments'> }) {
  const t = useWords();
  if (target === 'company') return <span className="soft">{t.company}</span>;
  if (target === 'staff') return <StaffNames staff={staff} limit={shown} />;
  const names = target === 'code' ? [...codes, ...storeCodes, ...stores].map(({ id, name }) => ({ key: id, name: <>{name}</> })) : departments.map((one) => ({ key: String(one.departmentId), name: <DepartmentLabel department={one} /> }));
  return (
    <span className="soft break">
      {names.slice(0, shown).map(({ key, name }, index) => <span key={key}>{index > 0 ? marks().comma : ''}{name}</span>)}
      {names.length > shown ? ` ${t.more(figure(names.length - shown))}` : ''}
    </span>
  );
}

export function DepartmentLabel({ department: { name, departmentId } }: { department: { departmentId: number; name: string | null } }) {
  return name === null ? <OpenData type="departmentName" openid={String(departmentId)} /> : <>{name}</>;
}
