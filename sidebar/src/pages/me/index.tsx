import type { Role } from '@scrm/shared/permission';
import type { CorpRef, Me } from '@scrm/shared/session';
import { useAction } from '../../kit/action';
import { Avatar } from '../../kit/Avatar';
import { useExplain } from '../../kit/explain';
import { chooseLanguage, useLanguage, useWords } from '../../kit/language';
import { Screen } from '../../kit/Screen';
import { signOut } from '../../kit/session';
import { StaffName } from '../../kit/StaffName';
import { Mentions } from './Mentions';
import { MyStores } from './MyStores';
import { Received } from './Received';
import { Reception } from './Reception';
import { Waiting } from './Waiting';
import './index.scss';

const words = {
  zh: { corp: '企业', language: '语言', signOut: '退出登录', roles: { owner: '所有者', admin: '管理员', operator: '运营', staff: '员工', manager: '主管', storeOwner: '店主', auditor: '审计员' } },
  en: { corp: 'Company', language: 'Language', signOut: 'Sign out', roles: { owner: 'Owner', admin: 'Admin', operator: 'Operator', staff: 'Staff', manager: 'Manager', storeOwner: 'Store owner', auditor: 'Auditor' } },
};

const languages = [['zh', '中文'], ['en', 'English']] as const;

export default function MePage() {
  return <Screen tab="me">{(me) => <Mine me={me} />}</Screen>;
}

function Mine({ me }: { me: Me }) {
  const w = useWords(words);
  const language = useLanguage();
  const explain = useExplain();
  const { progress, run } = useAction();
  return (
    <div className="scroll" data-testid="me">
      <section className="card me">
        <Avatar url={me.avatarUrl} name={me.openDataUrl ? null : me.name} size={52} />
        <div className="me-text">
          <h1 className="me-name" data-testid="me-name">{me.openDataUrl && me.userId ? <StaffName name={null} userId={me.userId} /> : me.name}</h1>
          <p className="small">{me.roles.map((role) => role.name ?? w.roles[role.id as Role]).join(' · ')}</p>
        </div>
      </section>
      {me.staffId && <Waiting />}
      {me.staffId && <Reception />}
      {me.staffId && <Mentions />}
      {me.staffId && <MyStores />}
      <section className="card">
        {me.corp && <Corp corp={me.corp} name={w.corp} />}
        <div className="line">
          <span className="line-label">{w.language}</span>
          <div className="choices" role="group" aria-label={w.language}>
            {languages.map(([key, name]) => (
              <button key={key} type="button" className={key === language ? 'choice-button chosen' : 'choice-button'} aria-pressed={key === language} data-testid={`language-${key}`} onClick={() => chooseLanguage(key)}>{name}</button>
            ))}
          </div>
        </div>
      </section>
      <Received />
      <button type="button" className="button wide" data-testid="sign-out" disabled={progress.state === 'waiting'} onClick={() => void run(signOut)}>
        {progress.state === 'waiting' && <i className="spinner" />}{w.signOut}
      </button>
      {progress.state === 'failed' && <p className="outcome failed centre" role="status">{explain(progress.error)}</p>}
    </div>
  );
}

function Corp({ corp, name }: { corp: CorpRef; name: string }) {
  return (
    <div className="line corp-line">
      <span className="line-label">{name}</span>
      <span className="line-value corp" data-testid="me-corp"><Avatar url={corp.logoUrl} name={corp.name} size={24} />{corp.name}</span>
    </div>
  );
}
