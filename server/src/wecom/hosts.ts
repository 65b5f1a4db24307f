/** Where WeCom lives, as origins; the paths behind them are the same on the real platform and on the sandbox. */
export interface Hosts {
  api: string;
  /** OAuth inside WeCom. */
  authorize: string;
  /** Signing in on a desktop browser. */
  login: string;
  /** Installing a suite. */
  install: string;
}

export const realHosts: Hosts = {
  api: 'https://qyapi.weixin.qq.com',
  authorize: 'https://open.weixin.qq.com',
  login: 'https://login.work.weixin.qq.com',
  install: 'https://open.work.weixin.qq.com',
};

/** All of it at one address, as the sandbox has it. */
export function hostsAt(origin: string): Hosts {
  return { api: origin, authorize: origin, login: origin, install: origin };
}
