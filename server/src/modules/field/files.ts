import { reachUnder, type FileKeeper } from '../../core/files';
import { livingCustomer, livingId, isVisible } from '../customer';
import { viewerOf, visibleFields } from './access';
import { CustomerField } from './entity';
import { saidBy } from './stored';

/** The id of a file among what a field may be told. */
export const fileIdIn = (value: unknown): string[] => (typeof value === 'object' && value !== null && 'fileId' in value && typeof value.fileId === 'string' ? [value.fileId] : []);

/** A value that is a file is for those who see both the field and the customer. */
export const fieldFiles: FileKeeper = {
  name: 'field',
  shows: async (context, { id, heldBy }) => {
    const { db, secrets } = context;
    const customerIds = await Promise.all(heldBy.map((holder) => livingId(db, holder)));
    if (customerIds.length === 0) return null;
    const told = await db.query(CustomerField, 'told').andWhere('told.customerId IN (:...customerIds) AND told.value LIKE :part', { customerIds, part: `%"${id}"%` }).getMany();
    const values = told.filter((row) => {
      const said = saidBy(row, secrets);
      return said.state === 'value' && fileIdIn(said.value).includes(id);
    });
    if (values.length === 0) return null;
    const reach = await reachUnder(context, 'customer.read');
    if (!reach) return false;
    const fields = new Set((await visibleFields(db, await viewerOf(context))).map((field) => field.id));
    for (const { customerId } of values.filter(({ fieldId }) => fields.has(fieldId))) {
      const customer = await livingCustomer(db, customerId);
      if (customer && (await isVisible(customer, { db, reach: () => Promise.resolve(reach) }))) return true;
    }
    return false;
  },
};
