import axios from 'axios';
import { expect, test } from 'vitest';
import { testApp } from '../../../test/app';
import { Scan } from './entity';

test('LC-16 every scan is a row once it is acknowledged, those that come together too', async () => {
  const t = await testApp();
  const ids = await Promise.all(Array.from({ length: 2_500 }, (_, index) => t.app.services.scans.record(t.corps.selfBuilt.id, { kind: 'group', codeId: 'gc_1', visitor: `vis_${index % 7}`, outcome: 'shown', target: '一号群', reason: { index } })));
  expect(new Set(ids).size).toBe(2_500);
  const rows = await t.app.database.corp(t.corps.selfBuilt.id).find(Scan, { codeId: 'gc_1' });
  expect(rows).toHaveLength(2_500);
  expect(rows.find(({ id }) => id === ids[1_234])).toMatchObject({ visitor: `vis_${1_234 % 7}`, target: '一号群', reason: { index: 1_234 }, customerId: null, at: t.clock.now() });
});

test('LC-01 the address of a code that never was leads to a page that says so', async () => {
  const t = await testApp();
  const lost = await axios.get<string>(`${t.publicUrl}/c/lc_1`, { validateStatus: () => true });
  expect([lost.status, lost.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  for (const id of ['xx_1', 'nonsense']) {
    const { status, headers } = await axios.get(`${t.publicUrl}/c/${id}`, { maxRedirects: 0, validateStatus: () => true });
    expect([status, headers.location]).toEqual([302, `/m/#/pages/code/index?id=${id}`]);
  }
});
