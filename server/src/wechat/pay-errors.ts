import type { Language } from '@scrm/shared/error';

/** What a refusal means. `merchant`: nobody can be paid until somebody mends it. `person`: this one is not paid. `later`: nothing was done. */
export type PayReaction = 'short' | 'merchant' | 'person' | 'later' | 'unclear';

/** https://pay.weixin.qq.com/doc/v2/merchant/4011985892 */
const codes: Record<string, [PayReaction, zh: string, en: string]> = {
  NOTENOUGH: ['short', '商户号余额不足，请到微信支付商户平台充值', 'The merchant’s balance does not suffice; top it up'],
  SIGN_ERROR: ['merchant', '签名错误，请检查商户 API 密钥和企业支付 Secret', 'Wrong signature: check the API key and the secret of 企业支付'],
  CA_ERROR: ['merchant', '商户证书错误或已过期', 'The merchant’s certificate is wrong or has ended'],
  ILLEGAL_APPID: ['merchant', '企业 ID 与商户号没有绑定', 'The company’s id is not bound to the merchant'],
  OPENID_ERROR: ['merchant', '客户的 openid 与企业 ID 不匹配，请检查企业 ID', 'The customer’s openid does not fit the company’s id'],
  XML_ERROR: ['merchant', '微信支付不认识请求格式', 'WeChat Pay does not know the request'],
  SENDAMOUNT_LIMIT: ['merchant', '商户号今日发放金额已达上限', 'The merchant has reached its limit of the day'],
  NO_AUTH: ['person', '微信支付认为有风险，没有发放', 'WeChat Pay saw a risk and did not pay'],
  SENDNUM_LIMIT: ['person', '客户今日领取的红包个数已达上限', 'The customer got as many packets today as WeChat allows'],
  RCVDAMOUNT_LIMIT: ['person', '客户今日领取的金额已达上限', 'The customer got as much today as WeChat allows'],
  MONEY_LIMIT: ['person', '金额不在商户号允许的范围内', 'The amount is not within the merchant’s limits'],
  PARAM_ERROR: ['person', '微信支付不接受这个红包的内容', 'WeChat Pay does not take what this packet says'],
  V2_ACCOUNT_SIMPLE_BAN: ['person', '客户的微信支付没有实名，无法领取', 'The customer’s WeChat Pay is not verified'],
  SEND_FAILED: ['person', '微信支付发放失败', 'WeChat Pay could not pay'],
  FREQ_LIMIT: ['later', '发放太快，稍后再发', 'Too fast, sent later'],
  SYSTEMERROR: ['unclear', '微信支付没有给出明确结果，会用原单号核实', 'WeChat Pay gave no clear answer; it is asked again by the same number'],
  PROCESSING: ['unclear', '微信支付正在处理', 'WeChat Pay is working on it'],
};

/** An unknown code may mean anything, so the order is asked for before anything else. */
export const payReaction = (code: string): PayReaction => codes[code]?.[0] ?? 'unclear';

/** One short sentence for people; of an unknown code, the code. */
export function payReason(code: string, language: Language): string {
  const entry = codes[code];
  if (entry) return language === 'zh' ? entry[1] : entry[2];
  return code && (language === 'zh' ? `微信支付：${code}` : `WeChat Pay: ${code}`);
}

/** WeChat Pay answered, and the answer is no. `code` decides; the rest is only for people. */
export class PayRefused extends Error {
  constructor(readonly code: string, readonly detail: string) {
    super(`WeChat Pay answered ${code}: ${detail.slice(0, 200)}`);
    this.name = 'PayRefused';
  }
}

/** No answer, or none that says what happened: it may be paid. */
export class PayUnclear extends Error {
  constructor(reason: string) {
    super(`WeChat Pay gave no clear answer: ${reason}`);
    this.name = 'PayUnclear';
  }
}
