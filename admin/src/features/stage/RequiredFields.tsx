import { Form, Select } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Field } from '@scrm/shared/field';
import { longFormAt } from '@scrm/shared/field-kind';
import type { Flow, Stage } from '@scrm/shared/stage';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { StageMark } from './StageMark';

const useWords = words({
  zh: { title: '进入阶段前必填的字段', hint: '缺少时会请员工当场补填；系统自动的移动不受影响。', choose: '不要求', of: (stage: string) => `进入「${stage}」前必填`, long: '要填的已经很多：越多，越少人愿意更新阶段。', none: '还没有自定义字段，请先在「自定义字段」里新建。' },
  en: { title: 'Fields to fill in before a stage', hint: 'Whoever moves a customer is asked to fill in what is missing; automatic moves are not held up.', choose: 'None', of: (stage: string) => `Needed before “${stage}”`, long: 'That is a lot to fill in: the more there is, the fewer people keep the stage up to date.', none: 'There are no custom fields yet; make some under “Custom fields” first.' },
});

type Required = Flow['requiredFieldIds'];

/** For each stage of a flow the fields that must be filled in before somebody enters it. */
export function RequiredFields({ steps, fields, value, onChange }: { steps: Stage[]; fields: UseQueryResult<{ items: Field[] }>; value: Required; onChange: (value: Required) => void }) {
  const t = useWords();
  if (fields.error) return <ErrorNote compact error={fields.error} onAgain={() => void fields.refetch()} />;
  const known = fields.data?.items ?? [];
  return (
    <Form.Item label={t.title} extra={fields.data && known.length === 0 ? t.none : t.hint}>
      <div className="stack" data-testid="required-fields">
        {steps.map((stage) => {
          // Archived ones ask for nothing and are left out here.
          const chosen = (value[stage.id] ?? []).filter((id) => known.some((field) => field.id === id));
          return (
            <div key={stage.id} className="required-stage">
              <StageMark stage={stage} />
              <div className="stack">
                <Select<string[]>
                  mode="multiple" aria-label={t.of(stage.name)} placeholder={t.choose} value={chosen} loading={fields.isPending} showSearch={{ optionFilterProp: 'label' }} maxCount={20}
                  options={known.map(({ id, name }) => ({ value: id, label: name }))} onChange={(ids) => onChange({ ...value, [stage.id]: ids })}
                />
                {chosen.length >= longFormAt ? <span className="warning small">{t.long}</span> : null}
              </div>
            </div>
          );
        })}
      </div>
    </Form.Item>
  );
}
