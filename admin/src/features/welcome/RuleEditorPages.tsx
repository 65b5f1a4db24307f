import { useNavigate } from 'react-router-dom';
import type { WelcomeRule } from '@scrm/shared/welcome-rule';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { EditPage } from '../../kit/edit-page';
import { words } from '../../kit/language';
import { PageHead } from '../../kit/page-head';
import { blankRule, ruleDraftOf, ruleInputOf, type RuleDraft } from './rule-draft';
import { RuleEditor } from './RuleEditor';

const useWords = words({
  zh: { create: '新建欢迎语规则', createNote: '新规则排在同类规则的最前面，保存后可以调整顺序', edit: '编辑欢迎语规则', editNote: '保存后立即生效', made: '规则已建好', saved: '已保存' },
  en: { create: 'New welcome rule', createNote: 'A new rule comes first among those of its kind; change the order afterwards', edit: 'Edit welcome rule', editNote: 'Takes effect at once', made: 'The rule is made', saved: 'Saved' },
});
const list = '/welcome/rules';

export function NewRulePage() {
  const t = useWords();
  const navigate = useNavigate();
  const create = useAct((draft: RuleDraft) => api.welcomeRules.create(ruleInputOf(draft)), { quiet: true, done: t.made, touches: ['welcomeRules'], onDone: () => navigate(list, { replace: true }) });
  return (
    <div className="stack">
      <PageHead title={t.create} about={t.createNote} />
      <RuleEditor start={blankRule} saving={create.isPending} error={create.error} onSave={create.mutate} onCancel={() => navigate(list)} />
    </div>
  );
}

export function EditRulePage() {
  const t = useWords();
  return <EditPage of="welcomeRules" load={(id) => api.welcomeRules.get({ id })} title={t.edit} about={t.editNote}>{(rule, onReload) => <Editing rule={rule} onReload={onReload} />}</EditPage>;
}

function Editing({ rule, onReload }: { rule: WelcomeRule; onReload: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const update = useAct((draft: RuleDraft) => api.welcomeRules.update({ ...ruleInputOf(draft), id: rule.id, updatedAt: rule.updatedAt }), { quiet: true, done: t.saved, touches: ['welcomeRules'], onDone: () => navigate(list, { replace: true }) });
  return <RuleEditor start={ruleDraftOf(rule)} saving={update.isPending} error={update.error} onSave={update.mutate} onCancel={() => navigate(list)} onReload={onReload} />;
}
