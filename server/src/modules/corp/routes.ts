import { randomBytes } from 'node:crypto';
import { corps as contract } from '@scrm/shared/corp';
import { serve } from '../../core/http/serve';
import { connectApp, presentCorp } from './service';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const letters = (length: number) => [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');

export const corpRoutes = serve('corps', contract, {
  list: async (_, { corps, actor, database, publicUrl }) => {
    const all = await corps.all();
    const mine = actor.kind === 'account' ? all : all.filter((corp) => corp.id === actor.corpId);
    return { items: await Promise.all(mine.map((corp) => presentCorp(database, corp, publicUrl))) };
  },

  get: async (_, { corps, corpId, database, publicUrl }) => presentCorp(database, await corps.get(corpId), publicUrl),

  suggestKeys: async () => {
    // The key is the base64 of 32 bytes without its last character; only letters and digits are allowed in it.
    let aesKey = '';
    while (!/^[A-Za-z0-9]{43}$/.test(aesKey)) aesKey = randomBytes(32).toString('base64').slice(0, 43).replace(/[+/]/g, () => letters(1));
    return { token: letters(24), aesKey };
  },

  connectApp: async (input, { database, secrets, clock, corps, publicUrl }) => {
    const corp = await connectApp({ database, secrets, now: clock.now() }, input);
    corps.forget(corp);
    return presentCorp(database, corp, publicUrl);
  },

  installLink: async (_, { suite, publicUrl }) => ({ url: suite ? `${publicUrl}/wecom/install` : null }),
});
