import { useQuery } from '@tanstack/react-query';
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { StoreCode } from '@scrm/shared/store-code';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Said, StaffName } from '../../kit/person';
import { MapPicker } from './MapPicker';
import type { Point } from './projection';
import { useStoreWords } from './words';

const useWords = words({
  zh: { at: '时间（不选为现在）', nobody: '没有门店能接待，客户会自己选店', far: '超出半径', press: '在地图上点一个位置', m: '米', km: '公里' },
  en: { at: 'When, or now', nobody: 'No store can receive: they choose by hand', far: 'out of range', press: 'Press a place on the map', m: 'm', km: 'km' },
});

/** Who would get somebody at this place and time, and why. Nothing is written. */
export function TryOut({ code }: { code: StoreCode }) {
  const t = useWords();
  const w = useStoreWords();
  const [place, setPlace] = useState<Point | null>(null);
  const [at, setAt] = useState<number>();
  const map = useQuery(ask('stores', 'map', {}));
  const tried = useQuery({ ...ask('storeCodes', 'tryOut', { id: code.id, place: place ?? { lat: 0, lng: 0 }, at }), enabled: place !== null });
  return (
    <div className="stack">
      <MapPicker value={place} radiusM={1} tiles={map.data?.tiles ?? ''} onChange={setPlace} />
      <DatePicker showTime={{ format: 'HH:mm', minuteStep: 10 }} format="YYYY-MM-DD HH:mm" placeholder={t.at} value={at ? dayjs(at) : null} onChange={(next) => setAt(next?.valueOf())} />
      {place === null ? <span className="soft">{t.press}</span> : null}
      {tried.error ? <ErrorNote compact error={tried.error} /> : null}
      {place && tried.data ? (
        <div role="status" data-testid="try-out">
          {tried.data.store ? <p><strong>{tried.data.store.name}</strong>{tried.data.staff ? <> · <StaffName staff={tried.data.staff} /></> : null}{tried.data.distanceM === null ? '' : ` · ${tried.data.distanceM < 1000 ? `${tried.data.distanceM} ${t.m}` : `${(tried.data.distanceM / 1000).toFixed(1)} ${t.km}`}`}{tried.data.inRange ? null : <span className="warning"> · {t.far}</span>}</p> : <p className="warning">{t.nobody}</p>}
          <ol className="soft small">{tried.data.why.map(({ step, name }, nth) => <li key={nth}>{w.steps[step]} <Said text={name} /></li>)}</ol>
        </div>
      ) : null}
    </div>
  );
}
