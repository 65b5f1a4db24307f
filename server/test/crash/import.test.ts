import axios from 'axios';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Import } from '@scrm/shared/import';
import { startSuite } from '../process';
import { ownerOf, until } from './owner';

const rowsInAll = 8000;

test('CU-22 an import that is killed again and again goes on where it was and does no row twice', { timeout: 300_000 }, async () => {
  const suite = await startSuite();
  try {
    const { api, token } = await ownerOf(suite);
    await until(async () => (await api.customers.progress()).state, (state) => state === 'done');
    const customers = (await api.customers.list({ state: 'friend', limit: 200 })).items;
    const company = (await api.fields.list({})).items.find((one) => one.name === '公司')!;
    const group = await api.tags.create({ groupName: '导入', names: ['老客户'] });
    const lines = Array.from({ length: rowsInAll }, (_, n) => {
      const customer = n % 100 === 0 ? customers[n / 100] : undefined;
      return customer ? `${customer.externalUserid},,公司${n},老客户,笔记${n}` : `,138${String(10_000_000 + n)},公司${n},老客户,`;
    });
    const meant = customers.slice(0, rowsInAll / 100).length;
    const { data: { id } } = await axios.post<Import>(`${suite.url}/api/imports.upload?name=many.csv`, `wm,手机号,公司,标签,笔记\n${lines.join('\n')}\n`, { headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' } });
    await api.imports.check({ id, mapping: { columns: ['externalUserid', 'phone', `field:${company.id}`, 'tags', 'note'], policy: 'fill' } });
    const seen: number[] = [];
    for (const share of [0, 0.3]) {
      seen.push((await until(() => api.imports.get({ id }), ({ checked }) => checked > rowsInAll * share)).checked);
      await suite.kill();
      await suite.start();
    }
    const checked = await until(() => api.imports.get({ id }), ({ state }) => state === 'checked');
    expect(checked).toMatchObject({ checked: rowsInAll, counts: { planned: meant, waiting: rowsInAll - meant, wrong: 0 } });
    expect(seen.some((n) => n > 0 && n < rowsInAll), `killed in the middle: ${seen.join()}`).toBe(true);

    await api.imports.start({ id });
    const done: number[] = [];
    for (const share of [0, 0.2]) {
      done.push((await until(() => api.imports.get({ id }), ({ counts }) => counts.done > meant * share)).counts.done);
      await suite.kill();
      await suite.start();
    }
    const ended = await until(() => api.imports.get({ id }), ({ task }) => task?.state === 'done');
    expect(ended).toMatchObject({ counts: { done: meant, planned: 0, wrong: 0, waiting: rowsInAll - meant }, task: { total: meant, done: meant, failed: 0 } });
    console.log(`dry run killed at ${seen.join(', ')} of ${rowsInAll} rows, import at ${done.join(', ')} of ${meant}`);

    const db = new Sqlite(suite.databasePath, { readonly: true, timeout: 10_000 });
    const one = (sql: string, ...values: unknown[]) => Number((db.prepare(sql).get(...values) as { n: number }).n);
    expect(one('SELECT COUNT(*) AS n FROM customer_import_row WHERE importId = ?', id)).toBe(rowsInAll);
    expect(one('SELECT COUNT(DISTINCT row) AS n FROM customer_import_row WHERE importId = ?', id)).toBe(rowsInAll);
    // Each customer was told of once.
    expect(one('SELECT COUNT(*) AS n FROM field_change WHERE source = \'import\'')).toBe(meant);
    expect(one('SELECT COUNT(*) AS n FROM note WHERE text LIKE \'笔记%\'')).toBe(meant);
    expect(one('SELECT COUNT(DISTINCT customerId) AS n FROM follow_tag WHERE tagId = ?', group.tags[0]!.id)).toBe(meant);
    expect(one('SELECT COUNT(*) AS n FROM job WHERE state = \'dead\'')).toBe(0);
    db.close();

    await api.imports.undo({ id });
    await until(() => api.imports.get({ id }), ({ counts }) => counts.undone > 0);
    await suite.kill();
    await suite.start();
    const back = await until(() => api.imports.get({ id }), ({ undo }) => undo?.state === 'done');
    expect(back.counts).toMatchObject({ undone: rowsInAll, left: 0, done: 0, waiting: 0 });
  } finally {
    await suite.end();
  }
});
