import type { reasonKinds, Skip } from '@scrm/shared/live-code-rule';
import { words } from '../../../kit/language';

export const useRuleWords = words({
  zh: {
    weekdays: ['一', '二', '三', '四', '五', '六', '日'], week: (day: string) => `周${day}`, workday: '工作日', holiday: '休息日', anyDay: '不限', gone: '已离职', slotNo: (n: number) => `时段 ${n}`, nobody: '无人值班', allDay: '全天',
    chooses: { sequence: '依次轮流', random: '随机', weight: '按权重', quota: '固定名额', leastLoaded: '谁最空闲给谁' },
    skips: { offline: '暂停接待', cannotReceive: '不能接待', abnormal: '企业微信没有给 TA 的码', dailyCap: '今天已满', roundCap: '本轮已满', openCap: '会话已满', notFit: '有标签更合适的人' } satisfies Record<Skip, string>,
    kinds: { onlyOne: '只有 TA 可接待', nextInSequence: '轮到 TA', random: '随机', weight: '按权重', quota: '按名额', leastLoaded: '最空闲', existingOwner: '已有跟进人', again: '刚才就是 TA', backup: '后备接待', beyond: '全员已满，仍由 TA 接待', group: '引导进群', form: '留言等待', closed: '无人接待' } satisfies Record<(typeof reasonKinds)[number], string>,
    levels: { duty: '当班', backup: '后备接待', beyond: '全员已满，仍由他们接待', nobody: '无人可接待' },
  },
  en: {
    weekdays: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'], week: (day: string) => day, workday: 'Workdays', holiday: 'Days off', anyDay: 'Any day', gone: 'Has left', slotNo: (n: number) => `Slot ${n}`, nobody: 'Nobody on duty', allDay: 'All day',
    chooses: { sequence: 'In turn', random: 'By chance', weight: 'By weight', quota: 'Fixed quota', leastLoaded: 'Least loaded' },
    skips: { offline: 'Paused', cannotReceive: 'Cannot receive', abnormal: 'WeCom makes no code for them', dailyCap: 'Full today', roundCap: 'Round is full', openCap: 'Too many open', notFit: 'Others fit better by their labels' },
    kinds: { onlyOne: 'The only one', nextInSequence: 'Their turn', random: 'By chance', weight: 'By weight', quota: 'By quota', leastLoaded: 'Least loaded', existingOwner: 'Knows them already', again: 'Shown a moment ago', backup: 'Backup', beyond: 'All are full; receives all the same', group: 'To the group', form: 'Leaves word', closed: 'Nobody' },
    levels: { duty: 'On duty', backup: 'Backup', beyond: 'All are full; these receive all the same', nobody: 'Nobody can receive' },
  },
});
