import { fill, truncate } from '@scrm/shared/text';
import { dateOf, localDay } from '../../core/zone';

/** https://developer.work.weixin.qq.com/document/path/92115 */
const remarkLimit = 20;
/** What stands between the parts of a remark. */
const joints = '[\\s\\-_·|/,，、:：]';

/** `{channel}` is the channel's own name, `{tag}` the first tag that the code gives. `{customer}-{code}` → `Li Mei-Pudong`; of what is not known, not even the joint stays. */
export function remarkOf(template: string, { customer, code, channel = '', tag = '', at, zone }: { customer: string; code: string; channel?: string | undefined; tag?: string | undefined; at: number; /** By which days begin. */ zone: string }): string {
  const text = fill(template, { customer, code, channel, tag, date: dateOf(localDay(zone, at)) });
  const isPartial = customer === '' || (channel === '' && template.includes('{channel}')) || (tag === '' && template.includes('{tag}'));
  const tidy = isPartial ? text.replace(new RegExp(`^${joints}+|${joints}+$`, 'g'), '').replace(new RegExp(`(${joints})${joints}+`, 'g'), '$1') : text.trim();
  return truncate(tidy, remarkLimit);
}
