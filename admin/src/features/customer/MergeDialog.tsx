import { SwapOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Modal, Skeleton } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { MergePerson } from '@scrm/shared/identity';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { ChoiceList } from '../../kit/list/ChoiceList';
import { Face, Person, StaffNames } from '../../kit/person';
import { Ago } from '../../kit/time';
import { useIdentityWords } from './identity-words';

const useWords = words({
  zh: {
    title: '合并客户', search: '搜索另一位客户的昵称或备注', stays: '保留', goes: '并入', swap: '交换', merge: '合并', cancel: '取消', back: '换一位', merged: '已合并，可在动态里撤销', met: '首次添加', staff: '跟进员工', tags: '标签', log: '动态', names: '身份', lines: (n: string) => `${n} 条`,
    conflict: (kinds: string) => `两人的${kinds}不同，很可能不是同一个人，请确认后再合并。`, moves: '会转移过来', aside: (n: string) => `其中 ${n} 条与保留的客户重复，先收起，撤销时放回`, filled: '会补上的资料', fields: { name: '昵称', avatarUrl: '头像', gender: '性别', corpName: '企业', position: '职位' }, and: '、', undoable: '合并后随时可以撤销，所有内容回到原处。', none: '无', wechat: '微信用户',
  },
  en: {
    title: 'Merge customers', search: 'Search the other customer by name or remark', stays: 'Stays', goes: 'Goes into it', swap: 'Swap', merge: 'Merge', cancel: 'Cancel', back: 'Choose another', merged: 'Merged; the timeline can undo it', met: 'First added', staff: 'Staff', tags: 'Tags', log: 'Timeline', names: 'Identities', lines: (n: string) => counted(n, 'entry', 'entries'),
    conflict: (kinds: string) => `Their ${kinds} differ, so they may well be two people. Make sure before you merge.`, moves: 'Is carried over', aside: (n: string) => `${counted(n, 'of them is a double and is', 'of them are doubles and are')} put aside until an undo`, filled: 'Is filled in', fields: { name: 'name', avatarUrl: 'picture', gender: 'gender', corpName: 'company', position: 'position' }, and: ', ', undoable: 'It can be undone at any time, and everything goes back to where it was.', none: 'None', wechat: 'WeChat user',
  },
});

/** Search the other person, look at both side by side, confirm. */
export function MergeDialog({ survivorId, otherId, onClose }: { survivorId: string; otherId?: string; onClose: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const [pair, setPair] = useState<{ survivorId: string; otherId?: string }>({ survivorId, otherId });
  const preview = useQuery({ ...ask('merges', 'preview', { survivorId: pair.survivorId, otherId: pair.otherId ?? '-' }), enabled: pair.otherId !== undefined });
  const merge = useAct((both: { survivorId: string; otherId: string }) => api.merges.merge(both), {
    done: t.merged, touches: ['customers', 'identities', 'merges', 'groupChats'],
    onDone: ({ customerId }) => {
      onClose();
      void navigate(`/customers/${customerId}`);
    },
  });
  const { otherId: chosen } = pair;
  return (
    <Modal
      open width={760} title={t.title} okText={t.merge} cancelText={t.cancel} onCancel={onClose} confirmLoading={merge.isPending}
      okButtonProps={{ disabled: !preview.data || chosen === undefined, danger: (preview.data?.conflicts.length ?? 0) > 0 }}
      onOk={() => (chosen === undefined ? undefined : merge.mutate({ survivorId: pair.survivorId, otherId: chosen }))} destroyOnHidden
    >
      <div className="stack" data-testid="merge-dialog">
        {chosen === undefined ? <OtherChoice except={survivorId} onChoose={(id) => setPair({ survivorId, otherId: id })} /> : null}
        {chosen !== undefined && preview.error ? <><ErrorNote error={preview.error} onAgain={() => void preview.refetch()} /><Button onClick={() => setPair({ survivorId })}>{t.back}</Button></> : null}
        {chosen !== undefined && preview.isPending ? <Skeleton active paragraph={{ rows: 6 }} /> : null}
        {chosen !== undefined && preview.data ? (
          <Preview data={preview.data} onSwap={() => setPair({ survivorId: chosen, otherId: pair.survivorId })} onBack={otherId ? undefined : () => setPair({ survivorId })} />
        ) : null}
      </div>
    </Modal>
  );
}

function OtherChoice({ except, onChoose }: { except: string; onChoose: (id: string) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim());
  const found = useQuery(ask('customers', 'list', { limit: 50, ...(keyword ? { keyword } : {}) }));
  return (
    <ChoiceList
      label={t.search} typed={typed} onType={setTyped} chosen={[]} onChoose={onChoose}
      choices={found.data?.items.filter((one) => one.id !== except).map((one) => ({ id: one.id, label: <span className="staff-name"><Face name={one.name} url={one.avatarUrl} size={24} /><span className="ellipsis">{one.name}{one.remark ? ` · ${one.remark}` : ''}</span></span> }))}
    />
  );
}

type PreviewData = Awaited<ReturnType<typeof api.merges.preview>>;

function Preview({ data, onSwap, onBack }: { data: PreviewData; onSwap: () => void; onBack?: () => void }) {
  const t = useWords();
  const i = useIdentityWords();
  return (
    <>
      {data.conflicts.length > 0 ? <Alert type="warning" showIcon title={t.conflict(data.conflicts.map((kind) => i.kinds[kind]).join(t.and))} /> : null}
      <div className="merge-pair"><PersonCard title={t.stays} person={data.survivor} /><PersonCard title={t.goes} person={data.other} /></div>
      <div className="row"><Button icon={<SwapOutlined />} onClick={onSwap}>{t.swap}</Button>{onBack ? <Button onClick={onBack}>{t.back}</Button> : null}</div>
      <dl className="facts">
        <dt>{t.moves}</dt>
        <dd>
          {data.moves.map(({ what, moved, setAside }) => (
            <div key={what}>{i.tables[what] ?? i.other} {t.lines(figure(moved + setAside))}{setAside > 0 ? <span className="soft small"> {t.aside(figure(setAside))}</span> : null}</div>
          ))}
        </dd>
        <dt>{t.filled}</dt><dd>{data.filled.map((field) => t.fields[field]).join(t.and) || t.none}</dd>
      </dl>
      <p className="soft">{t.undoable}</p>
    </>
  );
}

export function PersonCard({ title, person }: { title?: string; person: MergePerson }) {
  const t = useWords();
  const i = useIdentityWords();
  return (
    <section className="panel stack" style={{ minWidth: 0 }}>
      {title ? <span className="soft small">{title}</span> : null}
      <Person name={person.name} url={person.avatarUrl} second={person.type === 2 ? person.corpName : t.wechat} />
      <dl className="facts small">
        <dt>{t.met}</dt><dd><Ago at={person.firstAddedAt} /></dd>
        <dt>{t.staff}</dt><dd><StaffNames staff={person.owners} /></dd>
        <dt>{t.tags}</dt><dd>{person.tagNames.join(t.and) || t.none}</dd>
        <dt>{t.log}</dt><dd>{t.lines(figure(person.activityCount))}</dd>
        <dt>{t.names}</dt><dd>{person.identities.map((one) => <div key={one.id} className="break">{i.kinds[one.kind]} {one.shown}</div>)}</dd>
      </dl>
    </section>
  );
}
