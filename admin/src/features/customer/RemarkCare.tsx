import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { isError } from '@scrm/shared/client';
import type { FollowUser, StaleRemark } from '@scrm/shared/customer';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ConflictModal } from '../../kit/conflict';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';

const useWords = words({
  zh: { remark: '备注', description: '描述', save: '保存', saved: '备注已更新，企业微信已同步', wecom: '企业微信', somebody: '同事' },
  en: { remark: 'Remark', description: 'Description', save: 'Save', saved: 'Remark saved, in WeCom too', wecom: 'WeCom', somebody: 'A colleague' },
});

const names = ['remark', 'description'] as const;
type Texts = Record<(typeof names)[number], string>;

/** The follower's own words, kept in WeCom. What somebody else wrote meanwhile is shown before it is replaced. */
export function RemarkCare({ customerId, follow }: { customerId: string; follow: FollowUser }) {
  const t = useWords();
  const [seen, setSeen] = useState<Texts>({ remark: follow.remark, description: follow.description });
  const [draft, setDraft] = useState<Texts>(seen);
  const [clash, setClash] = useState<StaleRemark>();
  const changed = names.filter((name) => draft[name] !== seen[name]);
  const save = useAct(
    (from: Texts) => api.customers.remark({ id: customerId, staffId: follow.staff.id, account: follow.account, ...Object.fromEntries(changed.map((name) => [name, draft[name]])), seen: from }),
    { done: t.saved, touches: ['customers'], quiet: true, onDone: () => setSeen(draft) },
  );
  const submit = (from: Texts) => save.mutate(from, { onError: (error) => { if (isError(error, 'stale_edit')) setClash(error.data as unknown as StaleRemark); } });

  const clashing = clash ? names.filter((name) => changed.includes(name) && clash[name] !== seen[name]) : [];

  function keepTheirs({ remark, description }: StaleRemark): void {
    const theirs = { remark, description };
    setClash(undefined);
    setSeen(theirs);
    setDraft({ ...theirs, ...Object.fromEntries(changed.filter((name) => !clashing.includes(name)).map((name) => [name, draft[name]])) });
  }

  // What is not being edited follows what was written elsewhere; what is being edited stays.
  useEffect(() => {
    const fresh = Object.fromEntries(names.filter((name) => draft[name] === seen[name]).map((name) => [name, follow[name]]));
    setSeen((now) => ({ ...now, ...fresh }));
    setDraft((now) => ({ ...now, ...fresh }));
  }, [follow.remark, follow.description]);

  return (
    <Form layout="vertical" className="panel" onFinish={() => submit(seen)} data-testid="remark-care">
      <Form.Item label={t.remark} htmlFor="care-remark"><Input id="care-remark" value={draft.remark} maxLength={20} showCount onChange={({ target }) => setDraft({ ...draft, remark: target.value })} /></Form.Item>
      <Form.Item label={t.description} htmlFor="care-description" style={{ marginBottom: 32 }}><Input.TextArea id="care-description" value={draft.description} maxLength={150} showCount autoSize={{ minRows: 2, maxRows: 5 }} onChange={({ target }) => setDraft({ ...draft, description: target.value })} /></Form.Item>
      {save.error && !isError(save.error, 'stale_edit') ? <ErrorNote compact error={save.error} /> : null}
      <Button block htmlType="submit" disabled={changed.length === 0} loading={save.isPending}>{t.save}</Button>
      {clash ? (
        <ConflictModal
          clashes={clashing.map((name) => ({ name: t[name], theirs: clash[name], mine: draft[name], by: clash.by === 'wecom' ? t.wecom : clash.by || t.somebody, at: clash.at }))} saving={save.isPending}
          onMine={() => { setClash(undefined); submit({ remark: clash.remark, description: clash.description }); }} onTheirs={() => keepTheirs(clash)} onClose={() => setClash(undefined)}
        />
      ) : null}
    </Form>
  );
}
