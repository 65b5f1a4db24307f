import type { ServerResponse } from 'node:http';
import type { Context } from './context';
import { sendJson } from './http';

const path = '/ws/geocoder/v1';
/** GCJ-02. */
const places: [string, number, number][] = [
  ['人民广场', 31.230525, 121.473667], ['陆家嘴', 31.237015, 121.499705], ['徐家汇', 31.193882, 121.436703], ['上海', 31.230378, 121.473658], ['天安门', 39.908737, 116.397326], ['国贸', 39.908521, 116.459892], ['北京', 39.904179, 116.407387],
  ['广州', 23.129163, 113.264435], ['深圳', 22.543099, 114.057868], ['杭州', 30.274085, 120.15507], ['成都', 30.570200, 104.064758], ['武汉', 30.593087, 114.305393], ['南京', 32.060255, 118.796877], ['西安', 34.341568, 108.940175], ['重庆', 29.563009, 106.551557],
];

/** Tencent Location Service: the places above and nothing else. https://lbs.qq.com/service/webService/webServiceGuide/webServiceGeocoder */
export function geocode(ctx: Context, reply: ServerResponse, query: URLSearchParams): void {
  if (ctx.faults.take(path, ['http500'])) return sendJson(reply, 500, { error: 'fault dial' });
  const fault = ctx.faults.take(path, ['errcode']);
  if (fault) return sendJson(reply, 200, { status: fault.value, message: 'fault dial' });
  if (!query.get('key')) return sendJson(reply, 200, { status: 311, message: 'key格式错误' });
  const address = query.get('address') ?? '';
  const found = places.find(([name]) => address.includes(name));
  if (!found) return sendJson(reply, 200, { status: 347, message: '查询无结果' });
  const [title, lat, lng] = found;
  return sendJson(reply, 200, { status: 0, message: 'Success', result: { title, location: { lng, lat }, reliability: 7, level: 9 } });
}
