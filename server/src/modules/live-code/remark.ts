import { fill, truncate } from '@scrm/shared/text';

/** https://developer.work.weixin.qq.com/document/path/92115 */
const remarkLimit = 20;
/** What stands between the parts of a remark. */
const joints = '[\\s\\-_·|/,，、:：]';

const beijingDate = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });

/** `{channel}` is the channel's own name. `{customer}-{code}` → `Li Mei-Pudong`; of what is not known, not even the joint stays. */
export function remarkOf(template: string, { customer, code, channel = '', at }: { customer: string; code: string; channel?: string; at: number }): string {
  const text = fill(template, { customer, code, channel, date: beijingDate.format(at) });
  const isPartial = customer === '' || (channel === '' && template.includes('{channel}'));
  const tidy = isPartial ? text.replace(new RegExp(`^${joints}+|${joints}+$`, 'g'), '').replace(new RegExp(`(${joints})${joints}+`, 'g'), '$1') : text.trim();
  return truncate(tidy, remarkLimit);
}
