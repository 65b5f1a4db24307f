import type { IdentityKind } from '@scrm/shared/identity';
import { event } from '../../core/events';
import type { LostBy } from './entity';

export interface CustomerAdded {
  customerId: string;
  staffId: string;
  externalUserid: string;
  userId: string;
  /** Of the contact way, '' when they came otherwise. */
  state: string;
  /** When it happened, ms. */
  addedAt: number;
  /** They had been lost before. */
  returning: boolean;
  /** False: a later loss was heard of first, so there is nobody to tag or to greet. */
  isFriend: boolean;
  /** Null: no callback came, the nightly comparison found them. */
  callbackId: string | null;
}

/** A staff member and a customer became friends; once for each time it happens. */
export const customerAdded = event<CustomerAdded>('customer.added');

export interface CustomerLost {
  customerId: string;
  staffId: string;
  externalUserid: string;
  userId: string;
  lostBy: LostBy;
  /** When it happened, ms. */
  lostAt: number;
  /** False: they had already come back when we heard of it. */
  isLost: boolean;
}

/** One left the other; the customer may still have other staff. */
export const customerLost = event<CustomerLost>('customer.lost');

/** All customers of all staff have been read: there may be some of whom no other event told. */
export const customersSynced = event<object>('customer.allSynced');
/** Everything about a person is gone, at their wish or by an order: whoever keeps something of them in memory forgets it. */
export const customerErased = event<{ customerId: string }>('customer.erased');

/** Our rows are being compared with WeCom's lists: modules that keep something at WeCom compare theirs too. */
export const reconciliationRun = event<{ id: string }>('customer.reconciliationRun');

/** A staff member noted phone numbers of a customer in WeCom. Told once for the same numbers. */
export const customerMobilesTold = event<{ customerId: string; staffId: string; mobiles: string[] }>('customer.mobilesTold');

export interface IdentityClash {
  customerId: string;
  otherId: string;
  kind: IdentityKind;
  /** As a person may see it: phone and e-mail masked. */
  shown: string;
  verified: boolean;
}

/** A name was learned of one customer that is another's already: they may be one person. */
export const identityClash = event<IdentityClash>('customer.identityClash');

/** Two customers were found to be one. Rows with a `customerId` have moved along already; what is kept elsewhere follows by this. */
export const customerMerged = event<{ mergeId: string; survivorId: string; otherId: string }>('customer.merged');

/** They are two again. `accounts`: the external_userids that went back to `otherId`. */
export const customerUnmerged = event<{ mergeId: string; survivorId: string; otherId: string; accounts: string[] }>('customer.unmerged');
