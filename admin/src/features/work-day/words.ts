import type { DayKind } from '@scrm/shared/calendar';
import { counted } from '@scrm/shared/text';
import { words } from '../../kit/language';

export const useWorkDayWords = words({
  zh: {
    title: '工作日', about: '活码的排班、欢迎语的时间段都按这里判断哪天上班。法定节假日和调休已按国务院安排内置；公司另有安排的日子写在这里，以公司的为准。',
    zone: '公司时区', zoneNote: '活码、群码、门店的数据，红包的每日预算，店主的每日上限，欢迎语的时间段，流失日报的时间和导出文件里的时间都按它；红包已占用的预算日期不变。新建的排班规则和门店默认用它，已有的不变。', zoneSaved: '时区已保存',
    own: '公司自己的日子', ownNote: '保存后立即生效：活码的接待名单会马上重排。', none: '还没有。公司年会、店庆、额外加班日可以写在这里。', known: (year: number) => `${year} 年法定节假日和调休`, unknown: (until: number) => `国务院还没有公布这一年的安排（已内置到 ${until} 年），先按周末休息。`,
    previous: '上一年', next: '下一年', range: '日期', kind: '这几天', name: '说明（选填）', add: '添加', added: '已添加', removed: '已移除', remove: '移除', replaces: (n: number) => `其中 ${n} 天已有安排，会被替换`, full: (n: number) => `最多 ${n} 天，请先移除过去的日子`, noRange: '请选择日期', otherwise: '公司另有安排',
    kinds: { workday: '上班', weekend: '休息，算周末', holiday: '休息，算节假日' } satisfies Record<DayKind, string>, kindNote: '活码只区分上班和休息；欢迎语还区分周末和节假日。', makeUp: '调休上班', off: '放假', days: (n: number) => `${n} 天`, reload: '载入最新的',
  },
  en: {
    title: 'Workdays', about: 'Shifts of live codes and times of welcomes go by this. China’s public holidays and make-up days are built in; what the company does otherwise stands here and counts first.',
    zone: 'The company’s time zone', zoneNote: 'The days of figures, of red packet budgets and of store owners’ limits, the slots of welcomes, the hour of the daily loss message and the times in exported files go by it; a packet stays on the day whose budget it took. New shift rules and stores start with it; those that exist stay as they are.', zoneSaved: 'The time zone is saved',
    own: 'The company’s own days', ownNote: 'Holds at once: live codes make their lists anew.', none: 'None yet. An annual party, an anniversary or an extra workday goes here.', known: (year: number) => `Public holidays and make-up days of ${year}`, unknown: (until: number) => `Not announced yet (built in up to ${until}); weekends count as days off.`,
    previous: 'Year before', next: 'Year after', range: 'Days', kind: 'These days are', name: 'What it is (optional)', add: 'Add', added: 'Added', removed: 'Removed', remove: 'Remove', replaces: (n: number) => `${counted(n, 'of them is', 'of them are')} set already and will be replaced`, full: (n: number) => `At most ${counted(n, 'day')}; remove past ones first`, noRange: 'Choose the days', otherwise: 'Otherwise here',
    kinds: { workday: 'Worked', weekend: 'Off, like a weekend', holiday: 'Off, like a holiday' }, kindNote: 'Live codes only know worked and off; welcomes tell weekends and holidays apart, too.', makeUp: 'Make-up workday', off: 'Off', days: (n: number) => counted(n, 'day'), reload: 'Load the newest',
  },
});
