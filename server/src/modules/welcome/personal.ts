import { mentions, personal } from '../../core/personal/declare';
import { Welcome, WelcomeByHand } from './entity';

export const welcomePersonalData = [
  personal(Welcome, {
    label: { zh: '欢迎语记录', en: 'Welcomes' },
    of: (person) => [{ customerId: person.customerId }, ...(mentions('externalUserid', person) ?? [])],
    show: { at: { zh: '时间', en: 'Time' }, outcome: { zh: '结果', en: 'Result' }, reason: { zh: '原因', en: 'Reason' } },
    erase: () => ({ externalUserid: '', customerId: null, reason: '' }),
    kept: { zh: '只保留结果和用时，用于统计；不再指向任何人', en: 'Result and duration only, for statistics; they lead to nobody' },
  }),
  personal(WelcomeByHand, {
    label: { zh: '请员工打招呼的记录', en: 'Greetings asked of staff' },
    of: ({ customerId }) => ({ customerId }),
    show: { staffId: { zh: '员工', en: 'Staff' }, at: { zh: '时间', en: 'Time' }, state: { zh: '状态', en: 'State' } },
    erase: 'delete',
  }),
];
