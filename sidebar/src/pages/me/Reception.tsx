import { useCallback, useEffect, useState } from 'react';
import type { MyCode } from '@scrm/shared/reception';
import { useAction } from '../../kit/action';
import { api } from '../../kit/api';
import { useExplain } from '../../kit/explain';
import { marks, useWords } from '../../kit/language';
import { useShown } from '../../kit/while-shown';

const words = {
  zh: {
    title: '活码接待', online: '接待中', offline: '暂停接待', onText: '扫码的客户会分配给你', offText: '新客户会分配给同事；全员暂停时仍可能分配给你', pause: '暂停接待', resume: '开始接待', none: '你还不在任何活码里', again: '重试', loading: '正在读取',
    today: (got: number, cap: number | null) => (cap === null ? `今天已接待 ${got}` : `今天已接待 ${got} / ${cap}`), listed: '轮到我', waiting: '未轮到', noShift: '今天没有排班', allDay: '全天',
    skips: { offline: '已暂停', cannotReceive: '未开通客户联系', abnormal: '账号受限', dailyCap: '今天已满', roundCap: '本轮已满', openCap: '会话已满', notFit: '先由标签合适的同事接待' } satisfies Record<NonNullable<MyCode['skip']>, string>,
  },
  en: {
    title: 'Live code reception', online: 'Receiving', offline: 'Paused', onText: 'Customers who scan come to you', offText: 'New customers go to colleagues; if all pause, some may still come to you', pause: 'Pause', resume: 'Receive again', none: 'You stand on no live code yet', again: 'Try again', loading: 'Loading',
    today: (got: number, cap: number | null) => (cap === null ? `${got} today` : `${got} of ${cap} today`), listed: 'Receiving', waiting: 'Not now', noShift: 'No shift today', allDay: 'All day',
    skips: { offline: 'Paused', cannotReceive: 'No customer contact', abnormal: 'Account limited', dailyCap: 'Full for today', roundCap: 'Round is full', openCap: 'Too many open', notFit: 'Colleagues whose labels fit come first' },
  },
};

interface Duty { isOnline: boolean; codes: MyCode[] }

/** Whether the person takes customers by codes, and what each code has for them today. */
export function Reception() {
  const w = useWords(words);
  const explain = useExplain();
  const shown = useShown();
  const { progress, run } = useAction();
  const [duty, setDuty] = useState<Duty | null>(null);
  const [error, setError] = useState<unknown>(null);
  const load = useCallback(() => api.reception.mine({}).then((mine) => {
    setDuty(mine);
    setError(null);
  }, setError), []);
  useEffect(() => {
    if (shown) void load();
  }, [shown, load]);

  if (duty === null) {
    return (
      <section className="card" data-testid="reception">
        <div className="card-head"><h2>{w.title}</h2></div>
        {error === null ? <p className="faint" role="status"><i className="spinner" />{w.loading}</p> : <p className="outcome failed" role="status">{explain(error)}<button type="button" className="link" onClick={() => void load()}>{w.again}</button></p>}
      </section>
    );
  }
  const turn = () => run(async () => {
    await api.reception.setOnline({ online: !duty.isOnline });
    await load();
  });
  return (
    <section className="card" data-testid="reception" data-online={duty.isOnline}>
      <div className="card-head"><h2>{w.title}</h2></div>
      <div className="duty">
        <span className="duty-text">
          <strong className={duty.isOnline ? 'duty-on' : 'duty-off'}>{duty.isOnline ? w.online : w.offline}</strong>
          <span className="small">{duty.isOnline ? w.onText : w.offText}</span>
        </span>
        <button type="button" role="switch" aria-checked={duty.isOnline} className={duty.isOnline ? 'button' : 'button primary'} data-testid="online" disabled={progress.state === 'waiting'} onClick={() => void turn()}>
          {progress.state === 'waiting' && <i className="spinner" />}{duty.isOnline ? w.pause : w.resume}
        </button>
      </div>
      {progress.state === 'failed' && <p className="outcome failed" role="status">{explain(progress.error)}</p>}
      {error !== null && <p className="outcome failed" role="status">{explain(error)}</p>}
      {duty.codes.length === 0 && <p className="faint">{w.none}</p>}
      {duty.codes.map((code) => (
        <div key={code.id} className="duty-code" data-testid="my-code">
          <span className="duty-text">
            <span className="wrap">{code.name}</span>
            <span className="small">{code.shifts.length === 0 ? w.noShift : code.shifts.map(({ name, from, to }) => `${name} ${from === '00:00' && to === '24:00' ? w.allDay : `${from}–${to}`}`.trim()).join(marks().comma)}</span>
          </span>
          <span className="duty-side">
            <span className={code.isListed ? 'duty-on' : 'faint'}>{code.skip ? [w.skips[code.skip], ...(code.isListed ? [w.listed] : [])].join(' · ') : code.isListed ? w.listed : w.waiting}</span>
            <span className="small">{w.today(code.receivedToday, code.dailyCap)}</span>
          </span>
        </div>
      ))}
    </section>
  );
}
