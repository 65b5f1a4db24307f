import { In } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { CustomerField } from './entity';

const piece = 500;

/** What customers have in a number field that is not sealed; who has nothing there is absent. */
export async function numbersOf(db: ReadDb, fieldId: string, customerIds: readonly string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let start = 0; start < customerIds.length; start += piece) {
    const rows = await db.find(CustomerField, { fieldId, customerId: In(customerIds.slice(start, start + piece)), state: 'value' });
    // Kept with four decimals: `sortable`.
    for (const { customerId, sortNumber } of rows) if (sortNumber !== null) found.set(customerId, sortNumber / 10_000);
  }
  return found;
}
