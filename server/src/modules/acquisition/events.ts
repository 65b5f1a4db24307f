import { event } from '../../core/events';

/** Somebody came to a staff member by a link; told once for the three. `addedAt`: ms. */
export const customerByLink = event<{ linkId: string; customerId: string; staffId: string; addedAt: number }>('acquisition.customerByLink');
