import { In } from 'typeorm';
import { personal } from '../../core/personal/declare';
import { AuditEntry, AuditObject } from './entity';

/** The log holds numbers of ours and the names of what was filled in, never a value, so that it can stay whole: each row is sealed by the next. */
export const auditPersonalData = [
  personal(AuditObject, {
    label: { zh: '操作记录', en: 'Audit log' },
    of: ({ customerId }) => ({ objectId: customerId }),
    show: async (rows, { db }) => (await db.find(AuditEntry, { id: In(rows.map((row) => row.auditId)) })).map(({ at, call, actorName }) => [
      { column: 'at', label: { zh: '时间', en: 'Time' }, value: at }, { column: 'call', label: { zh: '操作', en: 'What was done' }, value: call }, { column: 'actorName', label: { zh: '操作人', en: 'By' }, value: actorName },
    ]),
    erase: 'keep',
    kept: { zh: '谁在何时做过什么，依法须留存（《网络安全法》第二十一条，《个人信息保护法》第五十四条）；只有内部编号和字段名，没有任何内容', en: 'Who did what and when must be kept (Cybersecurity Law Art. 21, PIPL Art. 54); only numbers of ours and names of fields, never what was filled in' },
  }),
];
