import { useCallback, useEffect, useRef, useState } from 'react';
import { isError } from '@scrm/shared/client';
import type { LeadSource as Source } from '@scrm/shared/field';
import type { Me } from '@scrm/shared/session';
import { useAction } from '../../kit/action';
import { api } from '../../kit/api';
import { can } from '../../kit/can';
import { useExplain } from '../../kit/explain';
import { useWords } from '../../kit/language';
import { Said } from '../../kit/StaffName';

const words = {
  zh: { name: '客户来源', unknown: '未知', retired: '已停用', edit: '编辑', editOf: '编辑客户来源', cancel: '取消', choose: '请选择', none: '不选', empty: '还没有可选的来源，请管理员在后台添加', again: '再试一次', saving: '正在保存', stands: (name: string, by: string) => `${by || '同事'} 刚改为「${name || '不选'}」。` },
  en: { name: 'Lead source', unknown: 'Unknown', retired: 'retired', edit: 'Edit', editOf: 'Edit the lead source', cancel: 'Cancel', choose: 'Choose', none: 'None', empty: 'There is no source to choose yet; an admin adds them in the console', again: 'Try again', saving: 'Saving', stands: (name: string, by: string) => `${by || 'A colleague'} has just chosen “${name || 'None'}”. ` },
};

interface Held { id: string; name: string; parentName: string; retired: boolean; by: { at: number } }

/** Where the customer comes from, picked from the company's list. */
export function LeadSource({ me, customerId, changed }: { me: Me; customerId: string; changed: () => void }) {
  const w = useWords(words);
  const explain = useExplain();
  const { progress, run, reset } = useAction();
  const [held, setHeld] = useState<Held | null>(null);
  const [choices, setChoices] = useState<Source[] | null>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  /** When what one began from was said. */
  const seenAt = useRef<number | null>(null);

  const load = useCallback(() => api.sources.of({ customerId }).then(({ source }) => setHeld(source)), [customerId]);
  useEffect(() => void load().catch(() => {}), [load]);

  const edit = () => run(async () => {
    const [{ items }, { source }] = await Promise.all([api.sources.list({}), api.sources.of({ customerId })]);
    setHeld(source);
    seenAt.current = source?.by.at ?? null;
    setChoices(items.filter((one) => one.retiredAt === null));
  });
  const close = () => {
    reset();
    setWanted(null);
    setChoices(null);
  };
  const save = async (sourceId: string) => {
    setWanted(sourceId);
    const isSaved = await run(async () => {
      // Whoever presses again after they were told of a colleague's choice means it.
      await api.sources.assign({ customerId, sourceId: sourceId || null, seenAt: seenAt.current, via: 'sidebar' });
      await load();
    });
    if (!isSaved) return;
    close();
    changed();
  };
  const stale = progress.state === 'failed' && isError(progress.error, 'stale_edit') ? progress.error.data as unknown as { name: string; by: string; at: number } : null;
  if (stale) seenAt.current = stale.at || null;
  const failed = progress.state === 'failed' ? (
    <p className="outcome failed" role="alert">{stale ? <Said text={w.stands(stale.name, stale.by)} /> : explain(progress.error)}<button type="button" className="link" onClick={() => void (wanted === null ? edit() : save(wanted))}>{w.again}</button></p>
  ) : null;

  if (choices === null) {
    return (
      <div className="line" data-testid="lead-source">
        <span className="line-label">{w.name}</span>
        <span className={held ? 'line-value' : 'line-value faint'}>{held ? `${held.parentName ? `${held.parentName} / ` : ''}${held.name}${held.retired ? ` (${w.retired})` : ''}` : w.unknown}</span>
        {can(me, 'sources.assign') && <button type="button" className="link" aria-label={w.editOf} data-testid="lead-source-edit" onClick={() => void edit()}>{w.edit}</button>}
        {failed}
      </div>
    );
  }
  const tops = choices.filter((one) => one.parentId === null);
  return (
    <div className="line editing" data-testid="lead-source">
      <span className="line-label">{w.name}</span>
      {choices.length === 0 ? <p className="faint">{w.empty}</p> : (
        <select className="field" aria-label={w.name} data-testid="lead-source-field" disabled={progress.state === 'waiting'} value={wanted ?? held?.id ?? ''} onChange={(event) => void save(event.target.value)}>
          <option value="">{held ? w.none : w.choose}</option>
          {tops.flatMap((top) => [top, ...choices.filter((one) => one.parentId === top.id)]).map((one) => <option key={one.id} value={one.id}>{one.parentId === null ? one.name : `\u2003${one.name}`}</option>)}
        </select>
      )}
      <div className="line-actions"><span className="counter" /><button type="button" className="button" onClick={close}>{w.cancel}</button></div>
      {progress.state === 'waiting' && <p className="outcome waiting" role="status"><i className="spinner" />{w.saving}</p>}
      {failed}
    </div>
  );
}
