import type { ReadDb } from '../../core/db/scope';

/**
 * The names of those fields that are still empty for the customer. No flow can ask for any before the company has
 * fields of its own: the module that keeps them answers here.
 */
export async function missingFields(_db: ReadDb, _customerId: string, _fieldIds: readonly string[]): Promise<string[]> {
  return [];
}
