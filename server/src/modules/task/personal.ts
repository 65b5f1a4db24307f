import { isCalledIn, isNamedIn, personal, type Person } from '../../core/personal/declare';
import type { TaskFailure } from '../../core/tasks';
import { Task, TaskItem } from './entity';

/** Numbers lead to nobody, and `what` is a word of ours; whatever else a failure says may be the platform's sentence about the person. */
const plainly = ({ code, data }: TaskFailure) => ({ code, data: Object.fromEntries(Object.entries(data).filter(([key, value]) => typeof value === 'number' || key === 'what')) });

const keywordOf = (filter: unknown): string => (typeof filter === 'object' && filter !== null && 'keyword' in filter && typeof filter.keyword === 'string' ? filter.keyword : '');
const nameIn = ({ name }: Record<string, unknown>): string => (typeof name === 'string' ? name : '');
const meets = (keyword: string, person: Person) => keyword !== person.customerId && (isNamedIn(keyword, person) || person.called.includes(keyword.trim()));

export const taskPersonalData = [
  personal(TaskItem, {
    label: { zh: '批量任务中的一项', en: 'Items of batch tasks' },
    of: ({ customerId }) => ({ itemId: customerId }),
    show: { at: { zh: '时间', en: 'Time' }, state: { zh: '结果', en: 'Result' } },
    erase: ({ failure }) => ({ steps: null, failure: failure && plainly(failure) }),
    kept: { zh: '任务的完成数和失败数不变；记录里只有一个内部编号（匿名化，《个人信息保护法》第四条）', en: 'The figures of the task stay right; the row holds only a number of ours (anonymised, PIPL Art. 4)' },
  }),
  personal(Task, {
    label: { zh: '批量任务的筛选条件和文件名', en: 'Filters and file names of batch tasks' },
    of: () => ({}),
    holds: ({ filter, facts }, person) => meets(keywordOf(filter), person) || isCalledIn(nameIn(facts), person),
    erase: ({ filter, facts }, person) => ({
      // Not an empty one, which would mean everybody: this one means nobody.
      ...(meets(keywordOf(filter), person) && { filter: { ...(filter as object), keyword: person.customerId } }),
      ...(isCalledIn(nameIn(facts), person) && { facts: { ...facts, name: '***' } }),
    }),
    kept: { zh: '任务本身；筛选里的姓名已换成内部编号，文件名里有此人的已清空', en: 'The task itself; the name in its filter is a number of ours now, and a file name that named the person is gone' },
  }),
];
