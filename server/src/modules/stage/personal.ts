import { In } from 'typeorm';
import { personal } from '../../core/personal/declare';
import { CustomerStage, Stage, StageMove } from './entity';

const stageWord = { zh: '阶段', en: 'Stage' };
const reasonWord = { zh: '原因', en: 'Reason' };

export const stagePersonalData = [
  personal(CustomerStage, {
    label: { zh: '客户阶段', en: 'Stage' },
    of: ({ customerId }) => ({ customerId }),
    show: async (rows, { db }) => {
      const stages = new Map((await db.find(Stage, { id: In(rows.map((row) => row.stageId)) })).map((stage) => [stage.id, stage.name]));
      return rows.map((row) => [{ column: 'stage', label: stageWord, value: stages.get(row.stageId) ?? '' }, { column: 'sinceAt', label: { zh: '自', en: 'Since' }, value: row.since }, { column: 'reason', label: reasonWord, value: row.reason }]);
    },
    erase: 'delete',
  }),
  personal(StageMove, {
    label: { zh: '阶段变更记录', en: 'Moves between stages' },
    of: ({ customerId }) => ({ customerId }),
    show: async (rows, { db }) => {
      const stages = new Map((await db.find(Stage, { id: In(rows.map((row) => row.toStageId)) })).map((stage) => [stage.id, stage.name]));
      return rows.map((row) => [
        { column: 'at', label: { zh: '时间', en: 'Time' }, value: row.at }, { column: 'stage', label: stageWord, value: stages.get(row.toStageId) ?? '' }, { column: 'reason', label: reasonWord, value: row.reason },
        { column: 'note', label: { zh: '说明', en: 'Note' }, value: row.note }, { column: 'byName', label: { zh: '由谁移动', en: 'By' }, value: row.byName },
      ]);
    },
    erase: () => ({ reason: '', note: '' }),
    kept: { zh: '只保留阶段、时间和员工，用于阶段统计；原因和说明已清空，记录里只有一个内部编号（匿名化，《个人信息保护法》第四条）', en: 'Stage, time and staff member only, so that the stage figures stay right; reason and note are gone, and the row holds only a number of ours (anonymised, PIPL Art. 4)' },
  }),
];
