import { AppError } from '../../core/errors';
import { page } from '../../core/http/page';
import { getPreAuthCode, installUrl, setSessionInfo } from '../../wecom/api/suite-auth';
import { install } from './install';

/** Installing the suite from our own site: https://developer.work.weixin.qq.com/document/path/90597 */
export const installPages = [
  page('GET', '/wecom/install', async (koa, _, { suite, platform, publicUrl, secrets, clock }) => {
    if (!suite) throw new AppError('wecom_not_authorised');
    const { pre_auth_code: preAuthCode } = await getPreAuthCode(platform.suite);
    if (koa.query.test === '1') await setSessionInfo(platform.suite, { preAuthCode, isTest: true });
    const text = clock.now().toString(36);
    koa.redirect(installUrl(platform.hosts, { suiteId: suite.suiteId, preAuthCode, redirectUri: `${publicUrl}/wecom/install/done`, state: text + secrets.sign(text) }));
  }, { back: '/admin/' }),

  page('GET', '/wecom/install/done', async (koa, _, context) => {
    const { auth_code: authCode, state = '' } = koa.query as Record<string, string | undefined>;
    const text = state.slice(0, -32);
    if (!context.secrets.verify(text, state.slice(-32)) || context.clock.now() - parseInt(text, 36) > 3_600_000) throw new AppError('oauth_expired');
    if (!authCode) throw new AppError('bad_input', { detail: 'auth_code' });
    const corp = await install(context, authCode);
    koa.redirect(`/admin/${corp ? `?installed=${corp.id}` : ''}`);
  }, { again: '/wecom/install', back: '/admin/' }),
];
