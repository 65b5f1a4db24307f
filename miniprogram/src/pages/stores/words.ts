import { inLanguage } from '../../kit/language';

export const words = inLanguage({
  zh: {
    title: '附近门店', why: '需要你的位置，只用来按距离排列门店；精确位置不会保存。', use: '使用我的位置', refused: '没有获得位置，下面是全部门店。', failed: '暂时无法定位，下面是全部门店。', list: '列表', map: '地图', search: '搜索门店', all: '全部', loading: '正在查找门店', none: '没有找到门店', noneText: '换个词，或看看全部门店。', noStores: '还没有门店', noStoresText: '商家还没有登记门店，请稍后再来看看。',
    open: '营业中', shut: '休息中', today: '今天', allDay: '全天', rest: '今天休息', m: '米', km: '公里', add: '联系这家店', join: '加入门店群', group: '门店群', pressGroup: '长按识别二维码，加入群聊', saveGroup: '长按保存图片，再用微信扫一扫，加入群聊', inGroup: '你已经在这个群里，在微信里打开即可。', call: '打电话', close: '收起', preparing: '二维码正在准备，请稍等片刻。', again: '再看一次', nobody: '这家门店暂时没有人接待。', press: (name: string) => `长按识别二维码，添加${name}`, save: (name: string) => `长按保存图片，再用微信扫一扫，添加${name}`, guide: '店员', inRange: '在服务范围内', belongs: (name: string) => `你已经是「${name}」的客户`, network: '暂时连不上，请检查网络后再试。', failedTitle: '没能打开', where: '请从商家的链接或小程序码进入', whereText: '这里需要知道是哪一家企业。', you: '你', unlocated: '未标在地图上',
  },
  en: {
    title: 'Stores near me', why: 'Your location is needed to sort stores by distance, and for nothing else; the exact place is not kept.', use: 'Use my location', refused: 'There is no location; these are all stores.', failed: 'You cannot be located now; these are all stores.', list: 'List', map: 'Map', search: 'Search stores', all: 'All', loading: 'Looking for stores', none: 'No store found', noneText: 'Try another word, or look at all stores.', noStores: 'No stores yet', noStoresText: 'The shop has listed none, please come back later.',
    open: 'Open', shut: 'Closed now', today: 'Today', allDay: 'all day', rest: 'closed today', m: 'm', km: 'km', add: 'Contact this store', join: 'Join its group', group: 'The store’s group', pressGroup: 'Press and hold the code to join the group', saveGroup: 'Save the picture and scan it with WeChat to join the group', inGroup: 'You are in this group already, open it in WeChat.', call: 'Call', close: 'Close', preparing: 'The code is being made, one moment please.', again: 'Look again', nobody: 'Nobody receives at this store just now.', press: (name: string) => `Press and hold the code to add ${name}`, save: (name: string) => `Save the picture and scan it with WeChat to add ${name}`, guide: 'our staff', inRange: 'in its area', belongs: (name: string) => `You are a customer of ${name} already`, network: 'The server cannot be reached, check your network and try again.', failedTitle: 'This did not open', where: 'Please come by the shop’s link or mini-program code', whereText: 'It has to be known which company this is about.', you: 'You', unlocated: 'Not on the map',
  },
});

export function distanceText(metres: number): string {
  return metres < 1000 ? `${metres} ${words.m}` : `${(metres / 1000).toFixed(metres < 10_000 ? 1 : 0)} ${words.km}`;
}
