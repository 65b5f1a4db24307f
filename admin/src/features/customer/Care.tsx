import { Button, Form, Input, Segmented, Select } from 'antd';
import { useEffect, useState } from 'react';
import type { FollowUser } from '@scrm/shared/customer';
import type { TagRef } from '@scrm/shared/tag';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';
import { Allow, useMe } from '../../kit/me';
import { StaffName } from '../../kit/person';
import { TagPicker } from '../../kit/pick/TagPicker';
import type { CustomerDetail } from './detail';

const useWords = words({
  zh: { as: '以谁的跟进关系', tags: '标签', tagsSaved: '标签已更新，企业微信已同步', save: '保存', remark: '备注', description: '描述', remarkSaved: '备注已更新，企业微信已同步', fixed: (names: string) => `「${names}」只给其他部门使用，你不能改动`, nobody: '客户已流失，标签和备注不能再修改' },
  en: { as: 'As follower', tags: 'Tags', tagsSaved: 'Tags saved, in WeCom too', save: 'Save', remark: 'Remark', description: 'Description', remarkSaved: 'Remark saved, in WeCom too', fixed: (names: string) => `“${names}” are for other departments, you cannot change them`, nobody: 'The customer is lost: tags and remark cannot be changed any more' },
});

/** What can be done for the customer. WeCom keeps tags and remark per follower, so one of them is meant. */
export function Care({ customer }: { customer: CustomerDetail }) {
  const t = useWords();
  const me = useMe();
  const present = customer.follows.filter((follow) => follow.lostAt === null);
  const [chosen, setChosen] = useState<string>();
  const follow = present.find(({ staff }) => staff.id === chosen) ?? present.find(({ staff }) => staff.id === me.staffId) ?? present[0];

  if (!follow) return <section className="panel soft">{t.nobody}</section>;
  return (
    <>
      {present.length > 1 ? (
        <section className="panel stack">
          <h3>{t.as}</h3>
          {present.length < 3 ? (
            <Segmented
              block aria-label={t.as} value={follow.staff.id} onChange={setChosen}
              options={present.map(({ staff }) => ({ value: staff.id, label: <StaffName staff={staff} /> }))}
            />
          ) : (
            <Select aria-label={t.as} value={follow.staff.id} onChange={setChosen} options={present.map(({ staff }) => ({ value: staff.id, label: <StaffName staff={staff} /> }))} />
          )}
        </section>
      ) : null}
      <Allow to="customers.tag"><TagCare key={`tags-${follow.staff.id}`} customerId={customer.id} follow={follow} fixedTagIds={customer.fixedTagIds} /></Allow>
      <Allow to="customers.remark"><RemarkCare key={`remark-${follow.staff.id}`} customerId={customer.id} follow={follow} /></Allow>
    </>
  );
}

function TagCare({ customerId, follow, fixedTagIds }: { customerId: string; follow: FollowUser; fixedTagIds: string[] }) {
  const t = useWords();
  const own = follow.tags.filter(({ id }) => !fixedTagIds.includes(id));
  const fixed = follow.tags.filter(({ id }) => fixedTagIds.includes(id));
  const kept = own.map(({ id }) => id).sort().join();
  const [tags, setTags] = useState<TagRef[]>(own);
  const add = tags.filter((tag) => !own.some(({ id }) => id === tag.id)).map(({ id }) => id);
  const remove = own.filter((tag) => !tags.some(({ id }) => id === tag.id)).map(({ id }) => id);
  const save = useAct(() => api.customers.tag({ id: customerId, staffId: follow.staff.id, add, remove }), { done: t.tagsSaved, touches: ['customers'] });

  // A tag that somebody else set meanwhile (the sidebar, WeCom) appears here too.
  useEffect(() => setTags(own), [kept]);

  return (
    <section className="panel stack" data-testid="tag-care">
      <h3>{t.tags}</h3>
      <TagPicker label={t.tags} value={tags} creates onChange={setTags} />
      {fixed.length > 0 ? <p className="soft small" data-testid="fixed-tags">{t.fixed(fixed.map(({ name }) => name).join('、'))}</p> : null}
      <Button disabled={add.length === 0 && remove.length === 0} loading={save.isPending} onClick={() => save.mutate(undefined)}>{t.save}</Button>
    </section>
  );
}

function RemarkCare({ customerId, follow }: { customerId: string; follow: FollowUser }) {
  const t = useWords();
  const [remark, setRemark] = useState(follow.remark);
  const [description, setDescription] = useState(follow.description);
  const changed = remark !== follow.remark || description !== follow.description;
  const save = useAct(() => api.customers.remark({ id: customerId, staffId: follow.staff.id, remark, description }), { done: t.remarkSaved, touches: ['customers'] });

  useEffect(() => setRemark(follow.remark), [follow.remark]);
  useEffect(() => setDescription(follow.description), [follow.description]);

  return (
    <Form layout="vertical" className="panel" onFinish={() => save.mutate(undefined)} data-testid="remark-care">
      <Form.Item label={t.remark} htmlFor="care-remark"><Input id="care-remark" value={remark} maxLength={20} showCount onChange={({ target }) => setRemark(target.value)} /></Form.Item>
      <Form.Item label={t.description} htmlFor="care-description" style={{ marginBottom: 32 }}><Input.TextArea id="care-description" value={description} maxLength={150} showCount autoSize={{ minRows: 2, maxRows: 5 }} onChange={({ target }) => setDescription(target.value)} /></Form.Item>
      <Button block htmlType="submit" disabled={!changed} loading={save.isPending}>{t.save}</Button>
    </Form>
  );
}
