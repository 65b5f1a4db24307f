import type { ReplyOf } from '@scrm/shared/contract';
import type { customers } from '@scrm/shared/customer';

export type CustomerDetail = ReplyOf<(typeof customers)['get']>;
export type Activity = ReplyOf<(typeof customers)['timeline']>['items'][number];
