import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testApp } from '../../../test/app';
import { placesAmong, readBulk } from './bulk';
import type { Database } from './database';

/** What names and remarks hold, and what the stretch of bytes is parted by. */
const text = fc.oneof(
  fc.constantFrom('', '0', '李雨桐', '😀🀄', '\u0018', '\u001f', 'a\u001fb', '\u001f\u001f', 'مرحبا', 'x'.repeat(5000)), fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const rows = fc.array(fc.record({ who: fc.integer({ min: 0, max: 40 }), name: text, note: fc.option(text), size: fc.option(fc.oneof(fc.integer(), fc.maxSafeInteger())) }), { maxLength: 60 });
const keyOf = (who: number) => `cus_${String(who).padStart(5, '0')}`;

async function fill(database: Database, values: unknown[][]): Promise<void> {
  await database.query('DELETE FROM bulk_probe');
  for (const value of values) await database.query('INSERT INTO bulk_probe (id, who, name, note, size) VALUES (?, ?, ?, ?, ?)', value);
}

test('CU-01 rows that are read as one stretch are the rows, whatever stands in them, and each finds the place of its key', async () => {
  const { app: { database } } = await testApp();
  await database.query('CREATE TABLE bulk_probe (id INT NOT NULL, who VARCHAR(40) NOT NULL, name TEXT NOT NULL, note TEXT, size BIGINT, PRIMARY KEY (who, id))');
  try {
    await fc.assert(fc.asyncProperty(rows, fc.uniqueArray(fc.integer({ min: 0, max: 40 })), async (made, known) => {
      const values = made.map(({ who, name, note, size }, id) => [id, keyOf(who), name, note, size]);
      await fill(database, values);
      const told = await readBulk(database, ['who', 'id', 'name', 'note?', 'size?'], 'bulk_probe WHERE who >= ?', ['']);
      const seen: unknown[][] = [];
      while (told.next()) seen.push([told.number(0), told.key, told.text(1), told.isNull(2) ? null : told.text(2), told.isNull(3) ? null : told.number(3)]);
      // This one character is what NULL is told as.
      const asTold = ([id, who, name, note, size]: unknown[]) => [id, who, name === '\u0018' ? '' : name, note === '\u0018' ? null : note, size];
      const inOrder = [...values].sort((a, b) => (a[1]! < b[1]! ? -1 : a[1]! > b[1]! ? 1 : Number(a[0]) - Number(b[0])));
      expect(seen.map(asTold)).toEqual(inOrder.map(asTold));

      const all = await readBulk(database, ['who', 'name'], 'bulk_probe', []);
      await fill(database, known.map((who, id) => [id, keyOf(who), '', null, null]));
      const keys = await readBulk(database, ['who'], 'bulk_probe WHERE who >= ?', ['']);
      const sorted = known.map(keyOf).sort();
      expect([...placesAmong(keys, all)]).toEqual(inOrder.map((row) => sorted.indexOf(row[1] as string)));
    }), { numRuns: 60, seed: 5 });
  } finally {
    await database.query('DROP TABLE bulk_probe');
  }
});
