import { event } from '../../core/events';

export interface CustomerStageMoved {
  moveId: string;
  customerId: string;
  flowId: string;
  /** Null: the customer came into the flow. */
  fromStageId: string | null;
  toStageId: string;
  /** ms. */
  at: number;
  automatic: boolean;
}

/** A customer came into a flow, or from one stage to another; once for each time it happens. */
export const customerStageMoved = event<CustomerStageMoved>('customer.stageMoved');
