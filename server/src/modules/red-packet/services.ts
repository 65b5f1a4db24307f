import type { WechatPay } from '../../wechat/pay';

declare module '../../core/services' {
  interface Services {
    /** Calls WeChat Pay. */
    pay: WechatPay;
  }
}
