import { AimOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { PointerEvent } from 'react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { useLanguage, words } from '../../kit/language';
import { cities } from './cities';
import type { Point, View } from './projection';
import { gridStep, pixelsPerMetre, toPixel, toPoint, zoomFor, zooms } from './projection';
import './store.css';

const useWords = words({
  zh: { map: '地图：点一下放置门店，拖动图钉移动，方向键平移', nearer: '放大', farther: '缩小', back: '回到门店', pin: '门店位置', others: (n: number) => `附近已有 ${n} 家门店` },
  en: { map: 'Map: press to place the store, drag the pin to move it, arrows to pan', nearer: 'Zoom in', farther: 'Zoom out', back: 'Back to the store', pin: 'The store', others: (n: number) => `${counted(n, 'store')} around` },
});

const china: View = { lat: 34.5, lng: 108.5, zoom: 4 };
const height = 380;

/**
 * A place on a map that needs no network: a plane with its grid, the names of cities and the stores that are there. Where
 * tiles are configured they lie under it.
 */
export function MapPicker({ value, radiusM, tiles, self, onChange }: { value: Point | null; radiusM: number; tiles: string; self?: string; onChange: (at: Point) => void }) {
  const t = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  const [view, setView] = useState<View>(() => (value ? { ...value, zoom: zoomFor(radiusM, value.lat, 600) } : china));
  const [pull, setPull] = useState<{ what: 'map' | 'pin'; x: number; y: number; moved: boolean }>();
  const language = useLanguage();
  const asked = { lat: Math.round(view.lat * 50) / 50, lng: Math.round(view.lng * 50) / 50 };
  const around = useQuery(askPage('stores', 'around', asked));
  const others = (around.data?.items ?? []).filter(({ id }) => id !== self);

  useLayoutEffect(() => {
    const node = box.current!;
    const seen = new ResizeObserver(() => setWidth(node.clientWidth));
    seen.observe(node);
    return () => seen.disconnect();
  }, []);

  const middle = toPixel(view, view.zoom);
  const place = (at: Point) => {
    const { x, y } = toPixel(at, view.zoom);
    return { x: x - middle.x + width / 2, y: y - middle.y + height / 2 };
  };
  const pointAt = (x: number, y: number): Point => {
    const { lat, lng } = toPoint({ x: middle.x + x - width / 2, y: middle.y + y - height / 2 }, view.zoom);
    return { lat: Math.round(lat * 1e6) / 1e6, lng: Math.round(lng * 1e6) / 1e6 };
  };
  const within = (event: PointerEvent | WheelEvent) => {
    const { left, top } = box.current!.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const pan = (dx: number, dy: number) => setView((before) => {
    const { x, y } = toPixel(before, before.zoom);
    return { ...before, ...toPoint({ x: x - dx, y: y - dy }, before.zoom) };
  });
  const zoomBy = (step: number) => setView((before) => ({ ...before, zoom: Math.max(zooms.least, Math.min(zooms.most, before.zoom + step)) }));
  const backTo = (at: Point) => setView({ ...at, zoom: zoomFor(radiusM, at.lat, width) });

  /** What was chosen in the picture itself does not move it. */
  const chosen = useRef(value);
  const choose = (at: Point) => {
    chosen.current = at;
    onChange(at);
  };
  useEffect(() => {
    if (value && (value.lat !== chosen.current?.lat || value.lng !== chosen.current.lng)) backTo(value);
    chosen.current = value;
  }, [value?.lat, value?.lng]);

  // React listens passively, so the page would scroll along.
  useEffect(() => {
    const node = box.current!;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      zoomBy(event.deltaY < 0 ? 1 : -1);
    };
    node.addEventListener('wheel', turn, { passive: false });
    return () => node.removeEventListener('wheel', turn);
  }, []);

  function down(event: PointerEvent, what: 'map' | 'pin'): void {
    event.stopPropagation();
    box.current!.setPointerCapture(event.pointerId);
    setPull({ what, ...within(event), moved: false });
  }

  function move(event: PointerEvent): void {
    if (!pull) return;
    const { x, y } = within(event);
    if (!pull.moved && Math.hypot(x - pull.x, y - pull.y) < 4) return;
    if (pull.what === 'map') pan(x - pull.x, y - pull.y);
    else choose(pointAt(x, y));
    setPull({ ...pull, x, y, moved: true });
  }

  function up(event: PointerEvent): void {
    const { x, y } = within(event);
    if (pull?.what === 'map' && !pull.moved) choose(pointAt(x, y));
    setPull(undefined);
  }

  const steps: Record<string, [number, number]> = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  const pin = value && place(value);
  return (
    <div className="map-frame">
      <div
        ref={box} className={pull ? 'map map-pulled' : 'map'} style={{ height }} role="application" aria-label={t.map} tabIndex={0} data-testid="map"
        onPointerDown={(event) => down(event, 'map')} onPointerMove={move} onPointerUp={up} onPointerCancel={() => setPull(undefined)}
        onKeyDown={({ key }) => { if (steps[key]) pan(...steps[key]); else if (key === '+') zoomBy(1); else if (key === '-') zoomBy(-1); }}
      >
        {tiles ? <Tiles view={view} width={width} template={tiles} /> : null}
        <svg width={width} height={height} aria-hidden>
          {tiles ? null : <Grid view={view} width={width} place={place} />}
          {others.map(({ id, radiusM: reach, state, ...at }) => {
            const { x, y } = place(at);
            return <g key={id} className={state === 'active' ? 'map-other' : 'map-other map-shut'}><circle cx={x} cy={y} r={reach * pixelsPerMetre(at.lat, view.zoom)} className="map-reach" /><circle cx={x} cy={y} r={4} /></g>;
          })}
          {pin ? <circle cx={pin.x} cy={pin.y} r={Math.max(4, radiusM * pixelsPerMetre(value.lat, view.zoom))} className="map-radius" /> : null}
          {cities.filter(({ from }) => from <= view.zoom).map((city) => {
            const { x, y } = place(city);
            return x < -40 || y < -10 || x > width + 40 || y > height + 10 ? null : <g key={city.en} className="map-city"><circle cx={x} cy={y} r={2} /><text x={x + 5} y={y + 4}>{city[language]}</text></g>;
          })}
          {others.filter(() => view.zoom >= 12).map(({ id, name, ...at }) => {
            const { x, y } = place(at);
            return <text key={id} className="map-name" x={x + 7} y={y + 4}>{name}</text>;
          })}
        </svg>
        {pin ? <button type="button" className="map-pin" style={{ left: pin.x, top: pin.y }} aria-label={t.pin} data-testid="pin" onPointerDown={(event) => down(event, 'pin')} /> : null}
      </div>
      <div className="map-tools">
        <Button size="small" icon={<PlusOutlined />} aria-label={t.nearer} onClick={() => zoomBy(1)} />
        <Button size="small" icon={<MinusOutlined />} aria-label={t.farther} onClick={() => zoomBy(-1)} />
        {value ? <Button size="small" icon={<AimOutlined />} aria-label={t.back} onClick={() => backTo(value)} /> : null}
      </div>
      {others.length > 0 ? <span className="map-note small">{t.others(others.length)}</span> : null}
    </div>
  );
}

function Grid({ view, width, place }: { view: View; width: number; place: (at: Point) => { x: number; y: number } }) {
  const step = gridStep(view.zoom);
  const middle = toPixel(view, view.zoom);
  const [from, to] = [toPoint({ x: middle.x - width / 2, y: middle.y + height / 2 }, view.zoom), toPoint({ x: middle.x + width / 2, y: middle.y - height / 2 }, view.zoom)];
  const lines = (low: number, high: number) => Array.from({ length: Math.max(0, Math.floor(high / step) - Math.ceil(low / step) + 1) }, (_, n) => (Math.ceil(low / step) + n) * step);
  const label = (degrees: number) => degrees.toFixed(step < 0.01 ? 3 : step < 0.1 ? 2 : step < 1 ? 1 : 0);
  return (
    <g className="map-grid">
      {lines(from.lng, to.lng).map((lng) => { const { x } = place({ lat: view.lat, lng }); return <g key={lng}><line x1={x} x2={x} y1={0} y2={height} /><text x={x + 3} y={height - 4}>{label(lng)}°</text></g>; })}
      {lines(from.lat, to.lat).map((lat) => { const { y } = place({ lat, lng: view.lng }); return <g key={lat}><line x1={0} x2={width} y1={y} y2={y} /><text x={3} y={y - 3}>{label(lat)}°</text></g>; })}
    </g>
  );
}

function Tiles({ view, width, template }: { view: View; width: number; template: string }) {
  const middle = toPixel(view, view.zoom);
  const [left, top] = [middle.x - width / 2, middle.y - height / 2];
  const shown = [];
  for (let x = Math.floor(left / 256); x * 256 < left + width; x++) {
    for (let y = Math.max(0, Math.floor(top / 256)); y * 256 < top + height && y < 2 ** view.zoom; y++) {
      const wrapped = ((x % 2 ** view.zoom) + 2 ** view.zoom) % 2 ** view.zoom;
      const address = template.replace('{x}', String(wrapped)).replace('{y}', String(y)).replace('{z}', String(view.zoom));
      shown.push(<img key={`${view.zoom}/${x}/${y}`} src={address} alt="" width={256} height={256} draggable={false} style={{ left: x * 256 - left, top: y * 256 - top }} />);
    }
  }
  return <div className="map-tiles" aria-hidden>{shown}</div>;
}
