import { expect, test } from 'vitest';
import { hostsAt, realHosts } from '../hosts';
import { signJsapi } from './jssdk';
import { appAuthorizeUrl, suiteAuthorizeUrl, webLoginUrl } from './oauth';
import { installUrl } from './suite-auth';

test('jsapi signature: the documented vectors', () => {
  expect(signJsapi({
    nonceStr: 'Wm3WZYTPz0wzccnW', ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
    timestamp: 1414587457, url: 'http://mp.weixin.qq.com?params=value',
  })).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed');
  const own = { ticket: 'TICKET_DEMO', nonceStr: 'abcDEF123', timestamp: 1700000000 };
  expect(signJsapi({ ...own, url: 'https://scrm.example.com/side?a=1&b=%E4%BD%A0' })).toBe('2a2f5a591e02f536a6c862cd84bc4b4336ecb1b0');
  expect(signJsapi({ ...own, url: 'https://scrm.example.com/side?a=1&b=%E4%BD%A0#/customer' })).toBe('2a2f5a591e02f536a6c862cd84bc4b4336ecb1b0');
});

test('wecom pages: the documented addresses', () => {
  const back = { redirectUri: 'https://scrm.example.com/oauth?x=1', state: 'abc' };
  const escaped = 'redirect_uri=https%3A%2F%2Fscrm.example.com%2Foauth%3Fx%3D1';
  expect(suiteAuthorizeUrl(realHosts, { ...back, suiteId: 'wwsuite', scope: 'snsapi_privateinfo' }))
    .toBe(`https://open.weixin.qq.com/connect/oauth2/authorize?appid=wwsuite&${escaped}&response_type=code&scope=snsapi_privateinfo&state=abc#wechat_redirect`);
  expect(appAuthorizeUrl(realHosts, { ...back, wecomCorpId: 'wwcorp', agentId: 7 }))
    .toBe(`https://open.weixin.qq.com/connect/oauth2/authorize?appid=wwcorp&${escaped}&response_type=code&scope=snsapi_base&state=abc&agentid=7#wechat_redirect`);
  expect(webLoginUrl(realHosts, { ...back, suiteId: 'wwlogin' }))
    .toBe(`https://login.work.weixin.qq.com/wwlogin/sso/login?login_type=ServiceApp&appid=wwlogin&${escaped}&state=abc&lang=zh`);
  expect(webLoginUrl(hostsAt('http://localhost:3100'), { ...back, wecomCorpId: 'wwcorp', agentId: 7, language: 'en' }))
    .toBe(`http://localhost:3100/wwlogin/sso/login?login_type=CorpApp&appid=wwcorp&agentid=7&${escaped}&state=abc&lang=en`);
  expect(installUrl(realHosts, { ...back, suiteId: 'wwsuite', preAuthCode: 'pre' }))
    .toBe(`https://open.work.weixin.qq.com/3rdapp/install?suite_id=wwsuite&pre_auth_code=pre&${escaped}&state=abc`);
});
