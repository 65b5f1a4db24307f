import { InboxRow } from '../../core/inbox/entity';
import { JobRow } from '../../core/jobs/entity';
import type { JobQueue } from '../../core/jobs/queue';
import { TryLater } from '../../core/jobs/define';
import { isNamedIn, mentions, ofCorp, personal } from '../../core/personal/declare';
import { erasedReason } from '../../core/personal/tombstone';
import { ProgressRow, WecomFailure } from './entity';
import './services';

const busyMs = 5_000;

/** '' where no key that we have opens it: then nobody can read it. */
function openData(queue: JobQueue, row: JobRow): string {
  try {
    return JSON.stringify(queue.dataOf(row));
  } catch {
    return '';
  }
}

export const corpPersonalData = [
  personal(ofCorp(JobRow), {
    label: { zh: '后台任务', en: 'Background jobs' },
    of: () => ({}),
    holds: (row, person, { queue }) => isNamedIn(row.jobKey, person) || isNamedIn(row.error, person) || isNamedIn(openData(queue, row), person),
    erase: 'delete',
    // Its rows would be written after we had looked.
    before: async (rows, { clock }) => {
      if (rows.some((row) => row.state === 'running')) throw new TryLater(clock.now() + busyMs, 'A job about this person is running');
    },
  }),
  /*
   * All callbacks of an app are encrypted with one key, which is needed for the other people's: it cannot be destroyed for
   * one of them, so the text is overwritten. The row stays, for its hash is what makes a repeated push known.
   */
  personal(ofCorp(InboxRow), {
    label: { zh: '企业微信回调', en: 'WeCom callbacks' },
    of: () => ({}),
    holds: async (row, person, { dispatcher }) => row.raw !== '' && isNamedIn(await dispatcher.open(row).catch(() => ''), person),
    erase: () => ({ raw: '', query: '', reason: erasedReason }),
    kept: { zh: '只保留到达时间和事件类型，用于识别重复推送；30 天后删除', en: 'Time and kind only, so that a repeated push is known; deleted after 30 days' },
  }),
  personal(WecomFailure, {
    label: { zh: '企业微信调用失败记录', en: 'Failed calls to WeCom' },
    of: (person) => mentions('message', person),
    erase: () => ({ message: '' }),
    kept: { zh: '只保留接口、错误码和时间', en: 'Call, error code and time' },
  }),
  personal(ProgressRow, {
    label: { zh: '同步进度中的错误信息', en: 'Errors of syncs' },
    of: () => ({}),
    holds: ({ value, cursor }, person) => isNamedIn(JSON.stringify(value), person) || isNamedIn(cursor, person),
    erase: ({ value }) => ({ value: { ...value, error: '' }, cursor: '' }),
    kept: { zh: '同步的数目和时间', en: 'The figures and times of the sync' },
  }),
];
