import { z } from 'zod';
import type { WecomApp } from '../client';
import { id, int, list, reply, text } from './reply';

export const AgentReply = reply({
  agentid: int, name: text, square_logo_url: text, description: text, redirect_domain: text, home_url: text, close: int,
  allow_userinfos: reply({ user: list(reply({ userid: id })) }).nullish(),
  allow_partys: reply({ partyid: list(z.number()) }).nullish(),
  allow_tags: reply({ tagid: list(z.number()) }).nullish(),
});
export const Permissions = reply({ app_permissions: list(text) });
export const IpList = reply({ ip_list: list(text) });

/** What the app is and whom it sees. https://developer.work.weixin.qq.com/document/path/90227 */
export function getAgent(app: WecomApp) {
  return app.get('/cgi-bin/agent/get', { agentid: app.credentials.agentId }, AgentReply);
}

/** Such as `contact:base:base`. https://developer.work.weixin.qq.com/document/path/99052 */
export function getPermissions(app: WecomApp) {
  return app.post('/cgi-bin/agent/get_permissions', {}, Permissions);
}

/** Where callbacks come from; changes, so ask daily. https://developer.work.weixin.qq.com/document/path/91116 */
export function getCallbackIps(app: WecomApp) {
  return app.get('/cgi-bin/getcallbackip', {}, IpList);
}

/** Where calls go to, for firewalls. https://developer.work.weixin.qq.com/document/path/92520 */
export function getApiDomainIps(app: WecomApp) {
  return app.get('/cgi-bin/get_api_domain_ip', {}, IpList);
}
