import 'reflect-metadata';
import { expect, test } from 'vitest';
import { testApp } from './app';

test('migrations and entities agree', async () => {
  const t = await testApp({ corps: [] });
  expect(await t.app.database.drift()).toEqual([]);
});

test('every migration goes back and forward again', async () => {
  const t = await testApp({ corps: [] });
  const { migrations } = await import('../src/migrations');
  for (let step = 0; step < migrations.length; step++) await t.app.database.revertLastMigration();
  await expect(t.app.database.query('SELECT 1 FROM corp')).rejects.toThrow();
  await t.app.database.migrate();
  expect(await t.app.database.drift()).toEqual([]);
});
