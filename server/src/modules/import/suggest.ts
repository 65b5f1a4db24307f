import { createHash } from 'node:crypto';
import { plainTargets, type ImportTarget, type KeyTarget, type Mapping, type PlainTarget, type Target } from '@scrm/shared/import';
import type { Language } from '@scrm/shared/error';
import type { Field } from '../field';

interface Words { zh: string; en: string; also: string[] }

export const keyWords: Record<KeyTarget, Words> = {
  customerId: { zh: '客户编号', en: 'Customer id', also: ['客户id'] },
  externalUserid: { zh: '外部联系人 ID', en: 'External user id', also: ['external_userid', '外部联系人', '企业微信id'] },
  unionid: { zh: 'UnionID', en: 'Unionid', also: [] },
  phone: { zh: '手机号', en: 'Phone', also: ['手机', '电话', '手机号码', '联系电话', 'mobile', 'tel'] },
  email: { zh: '邮箱', en: 'E-mail', also: ['email', '电子邮箱', '邮件'] },
};
export const plainWords: Record<PlainTarget, Words> = {
  staff: { zh: '跟进人', en: 'Staff', also: ['员工', '负责人', '所属员工', '添加人', 'owner'] },
  remark: { zh: '备注', en: 'Remark', also: ['备注名', '客户备注'] },
  tags: { zh: '标签', en: 'Tags', also: ['客户标签', 'tag'] },
  stage: { zh: '阶段', en: 'Stage', also: ['客户阶段', '跟进阶段'] },
  source: { zh: '客户来源', en: 'Source', also: ['来源', '渠道'] },
  note: { zh: '笔记', en: 'Note', also: ['跟进记录', '说明'] },
};

/** Everything that a column can be, for this person. */
export function targetsFor(fields: Iterable<Field>, language: Language): ImportTarget[] {
  return [
    ...Object.entries(keyWords).map(([target, words]) => ({ target, name: words[language], group: 'key' as const })),
    ...plainTargets.map((target) => ({ target, name: plainWords[target][language], group: 'plain' as const })),
    ...[...fields].map((field) => ({ target: `field:${field.id}`, name: field.name, group: 'field' as const })),
  ];
}

const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase().replace(/[\s_*＊]/g, '');

/** The same headers, in whatever way they are spelt, have the same hash. */
export const hashOf = (headers: readonly string[]): string => createHash('sha256').update(JSON.stringify(headers.map(plain))).digest('hex');

/** What the headers say by themselves; each target at most once, and a column that finds the customer before one that is filled in. */
export function suggest(headers: readonly string[], fields: Iterable<Field>): Mapping {
  const taken = new Set<Target>();
  const known = new Map<string, Target[]>();
  const learn = (name: string, target: Target) => known.set(plain(name), [...(known.get(plain(name)) ?? []), target]);
  for (const [target, words] of Object.entries({ ...keyWords, ...plainWords })) for (const name of [target, words.zh, words.en, ...words.also]) learn(name, target as Target);
  for (const field of fields) learn(field.name, `field:${field.id}`);
  const columns = headers.map((header) => {
    const target = known.get(plain(header))?.find((one) => !taken.has(one)) ?? null;
    if (target) taken.add(target);
    return target;
  });
  return { columns, policy: 'fill', createTags: false };
}
