import type { WechatClient } from '../../wechat/client';

declare module '../../core/services' {
  interface Services {
    wechat: WechatClient;
  }
}
