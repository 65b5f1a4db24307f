import { In } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { CustomerStage } from './entity';

/** Where these customers stand. */
export async function standingsOf(db: ReadDb, customerIds: readonly string[]): Promise<CustomerStage[]> {
  return customerIds.length === 0 ? [] : db.find(CustomerStage, { customerId: In([...customerIds]) }, { order: { id: 'ASC' } });
}
