import { useState } from 'react';
import type { CustomerDetail, FollowUser } from '@scrm/shared/customer';
import type { Me } from '@scrm/shared/session';
import type { TagRef } from '@scrm/shared/tag';
import { useAction } from '../../kit/action';
import { api } from '../../kit/api';
import { can } from '../../kit/can';
import { useWords } from '../../kit/language';
import { Outcome } from '../../kit/Outcome';
import { stillHas } from './follow';
import { TagPicker, type TagChange } from './TagPicker';

const words = {
  zh: {
    title: '标签', add: '添加', none: '还没有标签', remove: (name: string) => `移除标签 ${name}`,
    all: '你不是这位客户的跟进人，标签会改在所有跟进人名下。', lost: '已不再跟进这位客户，标签不能再改。',
  },
  en: {
    title: 'Tags', add: 'Add', none: 'No tags yet', remove: (name: string) => `Remove the tag ${name}`,
    all: 'You do not follow this customer: tags change for everyone who does.', lost: 'This customer is not followed any more, so tags cannot change.',
  },
};

const noChange: TagChange = { add: [], remove: [] };

/** WeCom keeps tags per follower: here are one's own, or everybody's for somebody who does not follow. */
export function Tags({ me, customer, follow, changed }: {
  me: Me; customer: CustomerDetail; follow: FollowUser | undefined; changed: (customer: CustomerDetail) => void;
}) {
  const w = useWords(words);
  const { progress, run } = useAction();
  const [change, setChange] = useState<TagChange>(noChange);
  const [picking, setPicking] = useState(false);
  const tags = follow?.tags ?? customer.tags;
  const left = !(follow ? stillHas(follow) : customer.follows.some(stillHas));
  const editable = can(me, 'customers.tag') && !left;
  const waiting = progress.state === 'waiting';

  const apply = (next: TagChange) => {
    setPicking(false);
    if (next.add.length + next.remove.length === 0) return;
    setChange(next);
    void run(async () => {
      changed(await api.customers.tag({ id: customer.id, add: next.add.map((tag) => tag.id), remove: next.remove.map((tag) => tag.id) }));
    });
  };

  const removing = (tag: TagRef) => waiting && change.remove.some(({ id }) => id === tag.id);
  const adding = waiting ? change.add.filter(({ id }) => !tags.some((tag) => tag.id === id)) : [];

  return (
    <section className="card" data-testid="tags">
      <div className="card-head">
        <h2>{w.title}</h2>
        {editable && <button type="button" className="link" data-testid="tag-add" disabled={waiting} onClick={() => setPicking(true)}>{w.add}</button>}
      </div>
      <ul className="chips">
        {tags.map((tag) => (
          <li key={tag.id} className={removing(tag) ? 'chip going' : 'chip'} data-testid="tag" title={tag.groupName}>
            <span className="chip-name">{tag.name}</span>
            {editable && !customer.fixedTagIds.includes(tag.id) && (
              <button type="button" className="chip-remove" aria-label={w.remove(tag.name)} disabled={waiting} onClick={() => apply({ add: [], remove: [tag] })}>
                <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true"><path d="m2 2 8 8m0-8-8 8" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" /></svg>
              </button>
            )}
          </li>
        ))}
        {adding.map((tag) => <li key={tag.id} className="chip coming" data-testid="tag-coming"><i className="spinner" /><span className="chip-name">{tag.name}</span></li>)}
        {tags.length + adding.length === 0 && <li className="faint">{w.none}</li>}
      </ul>
      {can(me, 'customers.tag') && left && <p className="faint">{w.lost}</p>}
      {editable && !follow && <p className="faint">{w.all}</p>}
      <Outcome progress={progress} again={() => apply(change)} />
      {picking && <TagPicker has={tags} close={() => setPicking(false)} choose={apply} />}
    </section>
  );
}
