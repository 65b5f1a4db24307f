import { counted } from '@scrm/shared/text';
import { words } from '../../kit/language';

export const useNumberWords = words({
  zh: {
    title: '活码数据', about: (zone: string) => `从扫码到成交，按渠道、码、员工、门店看每一步。日期按${zone}；每个数字都可以点开看明细。`, groups: { channel: '渠道', code: '码', staff: '员工', store: '门店', region: '区域', day: '日期' }, groupBy: '分组方式',
    span: '时间', presets: { today: '今天', week: '近 7 天', month: '近 30 天', quarter: '近 90 天' }, way: '方式', channel: '渠道', loose: '未分类', code: '码', store: '门店', region: '区域', stage: '阶段', export: '导出', started: '已开始导出，在「导出记录」中下载',
    ways: { direct: '直连活码', page: '页面活码', store: '门店码', ownStore: '店员自己的码', link: '获客链接' }, reached: (stage: string) => `到达「${stage}」`, untold: '企业微信不提供', part: '部分', nobody: '没有展示员工', noStore: '不经门店', noRegion: '不分区域',
    hints: {
      scans: '页面活码和门店码被打开的次数', added: '这段时间新添加的客户；同一个码、同一位员工只计一次，删除后再加不重复计。添加率只在有扫码次数的码里算', replied: '其中主动发过消息的客户', reached: '其中添加之后到达过这个阶段或更后阶段的客户，到现在为止',
      lostByCustomer: '其中现在已删除员工的客户', lostByUs: '其中现在已被员工删除的客户；移交给同事不算',
    },
    funnel: '漏斗', days: '每天', lost: '流失', empty: '这段时间没有人扫码，也没有人添加', emptyHint: '换个时间，或把码放到客户看得到的地方。群活码带来的是进群，在下面单独看。', toCodes: '去看活码',
    rows: (n: string) => `${n} 条`, unknown: '未知访客', beyond: '不在你范围内的客户', erased: '已删除资料的客户', lostMark: '已流失',
  },
  en: {
    title: 'Live code figures', about: (zone: string) => `From the scan to the stage, by channel, code, staff and store. Days are in ${zone}; each number opens its list.`, groups: { channel: 'Channel', code: 'Code', staff: 'Staff', store: 'Store', region: 'Region', day: 'Day' }, groupBy: 'Group by',
    span: 'When', presets: { today: 'Today', week: 'Last 7 days', month: 'Last 30 days', quarter: 'Last 90 days' }, way: 'Way', channel: 'Channel', loose: 'Not classified', code: 'Code', store: 'Store', region: 'Region', stage: 'Stage', export: 'Export', started: 'The export has started; fetch it under Exports',
    ways: { direct: 'Direct code', page: 'Page code', store: 'Store code', ownStore: 'A store’s own code', link: 'Acquisition link' }, reached: (stage: string) => `Reached “${stage}”`, untold: 'Not reported by WeCom', part: 'part', nobody: 'Nobody was shown', noStore: 'No store', noRegion: 'No region',
    hints: {
      scans: 'How often page codes and store codes were opened', added: 'Customers who came in this time; once for a code and a staff member, also who left and returned. The rate is of codes whose scans are known', replied: 'Of these, who wrote a message', reached: 'Of these, who came to this stage or to one behind it since, until now',
      lostByCustomer: 'Of these, who deleted the staff member and is gone now', lostByUs: 'Of these, whom the staff member deleted; a hand-over is no loss',
    },
    funnel: 'Funnel', days: 'By day', lost: 'Lost', empty: 'Nobody scanned and nobody was added in this time', emptyHint: 'Choose another time, or put the code where customers see it. Group codes bring people into groups: they stand below.', toCodes: 'To the live codes',
    rows: (n: string) => counted(n, 'row'), unknown: 'An unknown visitor', beyond: 'A customer out of your reach', erased: 'An erased customer', lostMark: 'lost',
  },
});
