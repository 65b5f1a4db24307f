import { expect, test } from 'vitest';
import { md5Sign, signPacket } from './pay';

test('the signature of WeChat Pay: the documented vector, and what is empty is left out', () => {
  const fields = { appid: 'wxd930ea5d5a258f4f', mch_id: '10000100', device_info: '1000', body: 'test', nonce_str: 'ibuaiVcKdpRxkhJA', detail: '' };
  expect(md5Sign(fields, 'key', '192006250b4c09247ec02edce69f6a2d')).toBe('9A0A8659F005D6984697E2CA0A9CF3B7');
});

test('a packet is signed for WeCom first, over seven fields, and then as a whole', () => {
  const order = { act_name: 'x', mch_billno: '1', mch_id: '2', nonce_str: '3', re_openid: '4', total_amount: 100, wxappid: '5' };
  const { sign, workwx_sign, ...rest } = signPacket({ ...order, wishing: '你好', scene_id: '' }, { apiKey: 'k', workSecret: 's' });
  expect(workwx_sign).toBe(md5Sign(order, 'secret', 's'));
  expect(sign).toBe(md5Sign({ ...rest, workwx_sign: workwx_sign! }, 'key', 'k'));
});
