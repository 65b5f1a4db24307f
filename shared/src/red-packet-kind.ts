/** Of what a packet is for, as WeChat Pay names it; needed below 1 and above 200 yuan. https://developer.work.weixin.qq.com/document/path/90275 */
export const packetScenes = ['PRODUCT_1', 'PRODUCT_2', 'PRODUCT_3', 'PRODUCT_4', 'PRODUCT_5', 'PRODUCT_6', 'PRODUCT_7', 'PRODUCT_8'] as const;

/** WeChat forbids to pay people for sharing or following (诱导分享、诱导关注). */
export const defaultWatchwords = ['转发', '分享', '集赞', '点赞', '助力', '砍价', '关注后', '关注公众号', '邀请好友', '拉人', '朋友圈', '裂变'] as const;

/** So many days before the merchant's certificate ends, those who look after the money hear of it. */
export const certificateDays = 30;
