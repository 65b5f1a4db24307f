export const pageWords = {
  zh: {
    find: '找到离你最近的门店', why: '需要你的位置，只用来找最近的门店。精确位置不会保存，只记录门店和大致距离。', use: '使用我的位置', locating: '正在定位…', byHand: '自己选门店',
    refused: '没有获得位置。请选择城市或门店。', failed: '暂时无法定位。请选择城市或门店。', none: '附近还没有门店，请选择一家。', choose: '选择门店', all: '全部', search: '搜索门店', searchDo: '搜索', noStores: '没有找到门店',
    open: '营业中', shut: '休息中', today: '今天', allDay: '全天', restToday: '今天休息', outOfRange: '你在门店的服务范围之外，这是离你最近的一家。', scan: (name: string) => `长按识别二维码，添加${name}`, guide: '店员', scanGroup: '长按识别二维码，加入群聊', group: '门店群', inGroup: '你已经在这个群里，在微信里打开即可。',
    preparing: '二维码正在准备，请稍候…', nobody: '这家门店暂时没有人接待，可以打电话或选择其他门店。', call: '打电话', other: '选其他门店', kept: (store: string) => `你已经是「${store}」的客户，继续由他们为你服务。`,
    ask: (store: string) => `你已经是「${store}」的客户。`, toOwn: (store: string) => `联系「${store}」`, away: '码已停用', gone: '没有这个码', goneText: '请向门店索取新的二维码。', km: '公里', m: '米', again: '按我的位置找', map: '在地图上看', you: '你', farAway: (band: string) => (band === 'far' ? '距你 50 公里以上' : `距你 ${band} 公里以内`),
  },
  en: {
    find: 'Find the store near you', why: 'Your location is needed to find the nearest store, and for nothing else. The exact place is not kept, only the store and the rough distance.', use: 'Use my location', locating: 'Locating…', byHand: 'Choose a store myself',
    refused: 'There is no location. Choose your city or store.', failed: 'You cannot be located at the moment. Choose your city or store.', none: 'There is no store near you yet, choose one.', choose: 'Choose a store', all: 'All', search: 'Search stores', searchDo: 'Search', noStores: 'No store found',
    open: 'Open', shut: 'Closed now', today: 'Today', allDay: 'all day', restToday: 'closed today', outOfRange: 'You are outside the area that our stores serve; this one is nearest.', scan: (name: string) => `Press and hold the code to add ${name}`, guide: 'our staff', scanGroup: 'Press and hold the code to join the group', group: 'The store’s group', inGroup: 'You are in this group already, open it in WeChat.',
    preparing: 'The code is being prepared, one moment…', nobody: 'Nobody can receive you at this store just now. Call, or choose another store.', call: 'Call', other: 'Choose another store', kept: (store: string) => `You are a customer of ${store} already, so they go on looking after you.`,
    ask: (store: string) => `You are a customer of ${store} already.`, toOwn: (store: string) => `To ${store}`, away: 'This code is off', gone: 'There is no such code', goneText: 'Please ask the store for a new one.', km: 'km', m: 'm', again: 'Find by my location', map: 'On a map', you: 'You', farAway: (band: string) => (band === 'far' ? 'more than 50 km from you' : `within ${band} km of you`),
  },
};
export type PageWords = (typeof pageWords)['zh'];
