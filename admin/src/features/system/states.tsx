import { Badge } from 'antd';
import type { Job } from '@scrm/shared/system';
import { useLanguage, words } from '../../kit/language';
import type { CallbackRow } from './reply';

export const useCallbackStates = words({
  zh: { stored: '处理中', handled: '已处理', ignored: '已忽略', failed: '失败' } satisfies Record<CallbackRow['state'], string>,
  en: { stored: 'In progress', handled: 'Handled', ignored: 'Ignored', failed: 'Failed' },
});

export const useJobStates = words({
  zh: { waiting: '等待中', running: '执行中', done: '完成', dead: '失败', expired: '已过期' } satisfies Record<Job['state'], string>,
  en: { waiting: 'Waiting', running: 'Running', done: 'Done', dead: 'Dead', expired: 'Expired' },
});

export const useLaneNames = words({
  zh: { urgent: '紧急', normal: '普通', bulk: '批量' } satisfies Record<Job['lane'], string>,
  en: { urgent: 'Urgent', normal: 'Normal', bulk: 'Bulk' },
});

/** Why a callback was ignored, as the server's dispatcher writes it down. */
const reasons: Record<string, { zh: string; en: string }> = {
  'the person was erased': { zh: '涉及的客户已删除资料，内容已清空', en: 'The customer was erased, so the text is gone' },
  'no feature uses this event yet': { zh: '还没有功能用到这种事件', en: 'No feature uses this event yet' },
  'the corp has cancelled its authorisation': { zh: '企业已取消授权', en: 'The company has cancelled its authorisation' },
};

export function useReason(): (reason: string) => string {
  const language = useLanguage();
  return (reason) => reasons[reason]?.[language] ?? reason;
}

const callbackTones = { stored: 'processing', handled: 'success', ignored: 'default', failed: 'error' } as const satisfies Record<CallbackRow['state'], string>;
const jobTones = { waiting: 'default', running: 'processing', done: 'success', dead: 'error', expired: 'warning' } as const satisfies Record<Job['state'], string>;

export function CallbackState({ state }: { state: CallbackRow['state'] }) {
  const names = useCallbackStates();
  return <span className="nowrap" data-state={state}><Badge status={callbackTones[state]} text={names[state]} /></span>;
}

export function JobState({ state }: { state: Job['state'] }) {
  const names = useJobStates();
  return <span className="nowrap" data-state={state}><Badge status={jobTones[state]} text={names[state]} /></span>;
}
