import type { ReplyOf } from '@scrm/shared/contract';
import type { callbacks, doctor, wecom } from '@scrm/shared/system';

export type CallbackRow = ReplyOf<(typeof callbacks)['list']>['items'][number];
export type CallbackDetail = ReplyOf<(typeof callbacks)['get']>;
export type WecomStatus = ReplyOf<(typeof wecom)['status']>;
export type DoctorStep = ReplyOf<(typeof doctor)['run']>['steps'][number];
export type Reconciliation = ReplyOf<(typeof doctor)['reconciliations']>['items'][number];
