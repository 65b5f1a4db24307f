import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import type { FollowUser } from '@scrm/shared/customer';
import type { TagRef } from '@scrm/shared/tag';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';
import { TagPicker } from '../../kit/pick/TagPicker';

const useWords = words({
  zh: {
    tags: '标签', saved: '标签已更新，企业微信已同步', save: '保存', fixed: (names: string) => `「${names}」只给其他部门使用，你不能改动`, and: '、',
    meanwhile: '别人刚刚改了标签', came: (names: string) => `打上了：${names}`, went: (names: string) => `去掉了：${names}`, kept: '你的改动还没有保存，保存时只会加上和去掉你选的标签。', drop: '放弃我的改动',
  },
  en: {
    tags: 'Tags', saved: 'Tags saved, in WeCom too', save: 'Save', fixed: (names: string) => `“${names}” are for other departments, you cannot change them`, and: ', ',
    meanwhile: 'Somebody has just changed the tags', came: (names: string) => `Put on: ${names}`, went: (names: string) => `Taken off: ${names}`, kept: 'Your change is not saved yet; saving puts on and takes off only what you chose.', drop: 'Drop my change',
  },
});

const without = (list: readonly TagRef[], others: readonly TagRef[]) => list.filter(({ id }) => !others.some((other) => other.id === id));
const namesOf = (list: readonly TagRef[], and: string) => list.map(({ name }) => name).join(and);

/** A follower's tags. What one changes is put on and taken off, so that nobody's change undoes another's. */
export function TagCare({ customerId, follow, fixedTagIds }: { customerId: string; follow: FollowUser; fixedTagIds: string[] }) {
  const t = useWords();
  const own = follow.tags.filter(({ id }) => !fixedTagIds.includes(id));
  const fixed = follow.tags.filter(({ id }) => fixedTagIds.includes(id));
  const [seen, setSeen] = useState<TagRef[]>(own);
  const [tags, setTags] = useState<TagRef[]>(own);
  const [meanwhile, setMeanwhile] = useState<{ came: TagRef[]; went: TagRef[] }>();
  const [add, remove] = [without(tags, seen), without(seen, tags)];
  const settle = (now: TagRef[]) => {
    setSeen(now);
    setTags(now);
    setMeanwhile(undefined);
  };
  const save = useAct(() => api.customers.tag({ id: customerId, staffId: follow.staff.id, account: follow.account, add: add.map(({ id }) => id), remove: remove.map(({ id }) => id) }), { done: t.saved, touches: ['customers'], onDone: () => settle(tags) });

  // What somebody else changed meanwhile (the sidebar, WeCom) appears here too, under one's own unsaved change.
  useEffect(() => {
    setSeen(own);
    setTags([...without(own, remove), ...without(add, own)]);
    const [came, went] = [without(without(own, seen), add), without(without(seen, own), remove)];
    if (add.length + remove.length > 0 && came.length + went.length > 0) setMeanwhile({ came, went });
  }, [own.map(({ id }) => id).sort().join()]);

  return (
    <section className="panel stack" data-testid="tag-care">
      <h3>{t.tags}</h3>
      <TagPicker label={t.tags} value={tags} creates onChange={setTags} />
      {fixed.length > 0 ? <p className="soft small" data-testid="fixed-tags">{t.fixed(namesOf(fixed, t.and))}</p> : null}
      {meanwhile ? (
        <Alert
          type="warning" showIcon title={t.meanwhile} data-testid="tags-meanwhile"
          description={<div className="stack">{meanwhile.came.length > 0 ? <span>{t.came(namesOf(meanwhile.came, t.and))}</span> : null}{meanwhile.went.length > 0 ? <span>{t.went(namesOf(meanwhile.went, t.and))}</span> : null}<span>{t.kept}</span><Button size="small" onClick={() => settle(own)}>{t.drop}</Button></div>}
        />
      ) : null}
      <Button disabled={add.length === 0 && remove.length === 0} loading={save.isPending} onClick={() => save.mutate(undefined)}>{t.save}</Button>
    </section>
  );
}
