import type { Activity } from '@scrm/shared/customer';
import type { Language } from '@scrm/shared/error';

type Facts = Activity['data'];
/** `{staff}` is where the colleague's name stands. */
type Sentences = Record<Activity['kind'], (facts: Facts) => { title: string; more?: string }>;

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const names = (value: unknown, comma: string) => (Array.isArray(value) ? value.filter((item) => typeof item === 'string').join(comma) : text(value));
const seconds = (value: unknown) => (typeof value === 'number' ? (value / 1000).toFixed(1) : '');

const zh: Sentences = {
  'customer.added': ({ liveCodeName, picked }) => ({ title: '{staff} 添加了客户', more: lines(text(liveCodeName) && `通过活码「${text(liveCodeName)}」`, text(picked)) }),
  'customer.welcomed': ({ ms, text: said }) => ({ title: seconds(ms) ? `欢迎语已送达，用时 ${seconds(ms)} 秒` : '欢迎语已送达', more: text(said) }),
  'customer.welcomeMissed': ({ reason }) => ({ title: '欢迎语没有送达', more: text(reason) }),
  'customer.tagged': ({ tagNames }) => ({ title: `添加标签 ${names(tagNames, '、')}` }),
  'customer.untagged': ({ tagNames }) => ({ title: `移除标签 ${names(tagNames, '、')}` }),
  'customer.remarked': ({ remark }) => ({ title: text(remark) ? `备注改为「${text(remark)}」` : '备注已清空' }),
  'customer.lost': ({ by }) => ({ title: by === 'staff' ? '{staff} 删除了客户' : by === 'transfer' ? '客户由 {staff} 转给了其他员工' : '客户删除了 {staff}' }),
  'customer.edited': ({ fields, text: said }) => ({ title: '客户资料有更新', more: lines(names(fields, '、'), text(said)) }),
  'customer.half': () => ({ title: '客户添加了 {staff}，对方还没有确认' }),
  'customer.synced': () => ({ title: '从企业微信同步了资料' }),
  'customer.restored': () => ({ title: '{staff} 与客户重新成为好友' }),
};

const en: Sentences = {
  'customer.added': ({ liveCodeName, picked }) => ({ title: '{staff} added the customer', more: lines(text(liveCodeName) && `Through the live code “${text(liveCodeName)}”`, text(picked)) }),
  'customer.welcomed': ({ ms, text: said }) => ({ title: seconds(ms) ? `Welcomed within ${seconds(ms)} s` : 'Welcomed', more: text(said) }),
  'customer.welcomeMissed': ({ reason }) => ({ title: 'The welcome was not delivered', more: text(reason) }),
  'customer.tagged': ({ tagNames }) => ({ title: `Tagged ${names(tagNames, ', ')}` }),
  'customer.untagged': ({ tagNames }) => ({ title: `Tag removed: ${names(tagNames, ', ')}` }),
  'customer.remarked': ({ remark }) => ({ title: text(remark) ? `Remark set to “${text(remark)}”` : 'Remark cleared' }),
  'customer.lost': ({ by }) => ({ title: by === 'staff' ? '{staff} removed the customer' : by === 'transfer' ? 'Handed over by {staff}' : 'The customer removed {staff}' }),
  'customer.edited': ({ fields, text: said }) => ({ title: 'The customer’s details changed', more: lines(names(fields, ', '), text(said)) }),
  'customer.half': () => ({ title: 'The customer added {staff}, who has not confirmed yet' }),
  'customer.synced': () => ({ title: 'Details were read from WeCom' }),
  'customer.restored': () => ({ title: '{staff} and the customer are friends again' }),
};

function lines(...parts: string[]): string {
  return parts.filter(Boolean).join('\n');
}

/** What happened, in words. */
export function sentenceOf(activity: Activity, language: Language): { title: string; more?: string } {
  return (language === 'zh' ? zh : en)[activity.kind](activity.data);
}
