import { words } from '../../kit/language';
import type { bands, belongsRules, pickSteps, storeCodeForms, StoreFigure } from '@scrm/shared/store-code';

export const useStoreWords = words({
  zh: {
    days: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'], everyDay: '每天', states: { active: '营业', closed: '停业' }, open: '营业中', shut: '休息中', km: '公里', allDay: '全天',
    forms: { owner: '店主码', group: '门店群码' } satisfies Record<(typeof storeCodeForms)[number], string>, formHints: { owner: '扫码后添加最近门店的店主', group: '扫码后加入最近门店的群' },
    belongs: { keep: '保留原门店', ask: '由客户选择', move: '换到最近门店' } satisfies Record<(typeof belongsRules)[number], string>,
    columns: { name: '名称', no: '编号', region: '区域', address: '地址', lat: '纬度', lng: '经度', radiusM: '半径', hours: '营业时间', telephone: '电话', state: '状态', priority: '优先级', owners: '店主', receptionists: '接待人员', groupCodes: '群活码' },
    figures: { scans: '扫码', opened: '小程序查看', located: '授权定位', refused: '拒绝定位', byHand: '手动选店', matched: '匹配到门店', added: '添加客户', lost: '流失', joined: '进群', left: '退群' } satisfies Record<StoreFigure, string>,
    definitions: {
      scans: '扫门店码、打开它的页面的次数', opened: '没有扫码，在小程序的「附近门店」里看某家门店的次数；右边的定位、匹配和添加包含它', located: '提供了位置的次数', refused: '拒绝提供位置的次数', byHand: '没有提供位置、自己选了门店的次数', matched: '最终看到某家门店的次数', added: '通过门店码成为好友的客户，每人每店每码计一次', lost: '其中后来不再是好友的', joined: '看到门店群的二维码后进群的人，每次进群计一次', left: '其中后来退群的',
    } satisfies Record<StoreFigure, string>,
    bands: { 1: '1 公里内', 3: '1–3 公里', 10: '3–10 公里', 50: '10–50 公里', far: '50 公里以上' } satisfies Record<(typeof bands)[number], string>,
    steps: {
      belongs: '已属于', nearest: '最近', outOfRange: '超出半径，最近的是', default: '默认门店', byHand: '手动选择', storeFull: '无人可接待，跳过', owner: '店主', ownerOff: '店主不在班', ownerFull: '店主已达上限', ownerGone: '店主不能接待', deputy: '替补', reception: '接待人员', group: '门店群', groupFull: '群已满',
    } satisfies Record<(typeof pickSteps)[number], string>,
  },
  en: {
    days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], everyDay: 'Every day', states: { active: 'Active', closed: 'Closed' }, open: 'Open', shut: 'Not open', km: 'km', allDay: 'all day',
    forms: { owner: 'Store owner', group: 'Store group' }, formHints: { owner: 'Whoever scans adds the owner of the nearest store', group: 'Whoever scans joins the group of the nearest store' },
    belongs: { keep: 'Stays with their store', ask: 'They choose', move: 'Goes to the nearest' },
    columns: { name: 'Name', no: 'Number', region: 'Region', address: 'Address', lat: 'Latitude', lng: 'Longitude', radiusM: 'Radius', hours: 'Hours', telephone: 'Phone', state: 'State', priority: 'Priority', owners: 'Owners', receptionists: 'Receptionists', groupCodes: 'Group codes' },
    figures: { scans: 'Scans', opened: 'Mini-program', located: 'Located', refused: 'Refused', byHand: 'By hand', matched: 'Matched', added: 'Added', lost: 'Lost', joined: 'Joined', left: 'Left' },
    definitions: {
      scans: 'A store code was scanned and its page opened', opened: 'Without a scan, a store was looked at under “stores near me” in the mini-program; the figures after it count both', located: 'The place was given', refused: 'The place was refused', byHand: 'A store was chosen without giving the place', matched: 'A store was shown in the end', added: 'Became a friend by it; once for each person, store and code', lost: 'Of these, no friend any more', joined: 'Came into a group whose code the store had shown; once for each stay', left: 'Of these, went again',
    },
    bands: { 1: 'within 1 km', 3: '1–3 km', 10: '3–10 km', 50: '10–50 km', far: 'over 50 km' },
    steps: {
      belongs: 'Belongs to', nearest: 'Nearest', outOfRange: 'Out of range, nearest is', default: 'Default store', byHand: 'Chosen by hand', storeFull: 'Nobody there, passed over', owner: 'Owner', ownerOff: 'Owner off duty', ownerFull: 'Owner at the cap', ownerGone: 'Owner cannot receive', deputy: 'Deputy', reception: 'Receptionist', group: 'Store group', groupFull: 'Groups full',
    },
  },
});
