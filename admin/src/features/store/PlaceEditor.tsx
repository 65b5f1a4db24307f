import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { gcjOf, wgsOf } from '@scrm/shared/geo';
import type { Datum } from '@scrm/shared/store';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { useLanguage, words } from '../../kit/language';
import { cities } from './cities';
import type { Draft } from './draft';
import { MapPicker } from './MapPicker';
import './store.css';

const useWords = words({
  zh: {
    lat: '纬度', lng: '经度', datum: '坐标系', datums: { gcj02: '地图（GCJ-02）', wgs84: 'GPS（WGS-84）' } satisfies Record<Datum, string>, hint: '微信、腾讯和高德地图上的数字是 GCJ-02；手机或 GPS 的数字是 WGS-84，会自动换算。保存的是 GCJ-02。', city: '跳到城市', geocode: '按地址查找', nothing: '没有找到这个地址', none: '还没有位置，扫码时只能手动选到这家店', clear: '清除位置',
  },
  en: {
    lat: 'Latitude', lng: 'Longitude', datum: 'System', datums: { gcj02: 'Map (GCJ-02)', wgs84: 'GPS (WGS-84)' }, hint: 'Numbers of WeChat, Tencent and Amap are GCJ-02; those of phones and GPS are WGS-84 and are converted. GCJ-02 is kept.', city: 'Go to a city', geocode: 'Find the address', nothing: 'This address was not found', none: 'No place yet: the store can only be chosen by hand', clear: 'Clear the place',
  },
});

const rounded = ({ lat, lng }: { lat: number; lng: number }) => ({ lat: Math.round(lat * 1e6) / 1e6, lng: Math.round(lng * 1e6) / 1e6 });

/** Where the store is: pressed on the map, typed in either system, or found by its address. */
export function PlaceEditor({ draft, self, onChange }: { draft: Draft; self?: string; onChange: (change: Partial<Draft>) => void }) {
  const t = useWords();
  const language = useLanguage();
  const map = useQuery(ask('stores', 'map', {}));
  const [datum, setDatum] = useState<Datum>('gcj02');
  const [half, setHalf] = useState<{ lat: number | null; lng: number | null }>({ lat: null, lng: null });
  const find = useAct((address: string) => api.stores.geocode({ address }), { onDone: ({ items }) => { if (items[0]) onChange({ place: { lat: items[0].lat, lng: items[0].lng } }); } });
  const { place } = draft;
  const shown = place ? (datum === 'wgs84' ? rounded(wgsOf(place)) : place) : half;
  const type = (change: Partial<typeof half>) => {
    const { lat, lng } = { ...shown, ...change };
    if (lat === null || lng === null) return setHalf({ lat, lng });
    onChange({ place: datum === 'wgs84' ? rounded(gcjOf({ lat, lng })) : { lat, lng } });
  };
  return (
    <div className="stack">
      <div className="row">
        {map.data?.canGeocode ? <Button icon={<SearchOutlined />} loading={find.isPending} disabled={draft.address.trim().length < 2} onClick={() => find.mutate(draft.address.trim())} data-testid="geocode">{t.geocode}</Button> : null}
        <Select
          aria-label={t.city} placeholder={t.city} value={null} showSearch={{ optionFilterProp: 'label' }} style={{ width: 160 }} options={cities.map((city) => ({ value: city.en, label: city[language] }))}
          onChange={(name: string | null) => { const city = cities.find(({ en }) => en === name); if (city) onChange({ place: { lat: city.lat, lng: city.lng } }); }}
        />
        {place ? <Button type="text" onClick={() => onChange({ place: null })}>{t.clear}</Button> : <span className="soft">{t.none}</span>}
        {find.data?.items.length === 0 ? <span className="warning" role="status">{t.nothing}</span> : null}
      </div>
      <MapPicker value={place} radiusM={draft.radiusM} tiles={map.data?.tiles ?? ''} self={self} onChange={(at) => onChange({ place: at })} />
      <div className="place-fields">
        <Form.Item label={t.lat} htmlFor="field-lat"><InputNumber id="field-lat" value={shown.lat} min={-90} max={90} step={0.0001} style={{ width: '100%' }} onChange={(lat) => type({ lat })} /></Form.Item>
        <Form.Item label={t.lng} htmlFor="field-lng"><InputNumber id="field-lng" value={shown.lng} min={-180} max={180} step={0.0001} style={{ width: '100%' }} onChange={(lng) => type({ lng })} /></Form.Item>
        <Form.Item label={t.datum}><Segmented<Datum> value={datum} onChange={setDatum} options={(['gcj02', 'wgs84'] as const).map((value) => ({ value, label: t.datums[value] }))} /></Form.Item>
      </div>
      <span className="soft small">{t.hint}</span>
    </div>
  );
}
