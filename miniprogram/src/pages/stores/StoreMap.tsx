import { Map, View } from '@tarojs/components';
import { gcjOf } from '@scrm/shared/geo';
import type { Place } from '@scrm/shared/store';
import type { NearStore } from '@scrm/shared/store-code';
import { isMini } from '../../kit/visitor';
import { words } from './words';

type Located = NearStore & { lat: number; lng: number };

/** WeChat's own map in the mini-program; on the web a drawing to scale, which needs no provider. */
export function StoreMap({ stores, place, chosen, onChoose }: { stores: readonly NearStore[]; place: Place | null; chosen: string | null; onChoose(id: string): void }) {
  const located = stores.filter((store): store is Located => store.lat !== null && store.lng !== null);
  const here = place && (place.datum === 'wgs84' ? gcjOf(place) : { lat: place.lat, lng: place.lng });
  const all = [...located, ...(here ? [here] : [])];
  if (all.length === 0) return <View className="text">{words.unlocated}</View>;
  if (isMini) {
    const middle = here ?? located[0]!;
    return (
      <Map
        className="store-map" latitude={middle.lat} longitude={middle.lng} showLocation={here !== null} scale={12} includePoints={all.slice(0, 12).map(({ lat, lng }) => ({ latitude: lat, longitude: lng }))}
        markers={located.map((store, id) => ({ id, latitude: store.lat, longitude: store.lng, width: 24, height: 32, iconPath: '', callout: { content: store.name, display: store.id === chosen ? 'ALWAYS' as const : 'BYCLICK' as const, color: '#1B2430', fontSize: 14, borderRadius: 6, bgColor: '#FFFFFF', padding: 6, borderColor: '#E6E9EE', borderWidth: 1, textAlign: 'center' as const, anchorX: 0, anchorY: 0 } }))}
        onMarkerTap={({ detail }) => { const store = located[Number(detail.markerId)]; if (store) onChoose(store.id); }} onError={() => undefined}
      />
    );
  }
  const [low, high] = [Math.min(...all.map(({ lat }) => lat)), Math.max(...all.map(({ lat }) => lat))];
  const [left, right] = [Math.min(...all.map(({ lng }) => lng)), Math.max(...all.map(({ lng }) => lng))];
  // A degree to the east is shorter than one to the north; both ways get the same scale.
  const narrow = Math.cos((low + high) / 2 * Math.PI / 180);
  const span = Math.max(high - low, (right - left) * narrow, 0.005) * 1.3;
  const across = (lng: number) => 50 + (lng - (left + right) / 2) * narrow / span * 100;
  const at = ({ lat, lng }: { lat: number; lng: number }) => ({ left: `${across(lng)}%`, top: `${50 - (lat - (low + high) / 2) / span * 100}%` });
  return (
    <View className="store-map" data-testid="map">
      {here ? <View className="map-me" style={at(here)}>{words.you}</View> : null}
      {located.map((store) => <View key={store.id} className={['map-dot', store.id === chosen && 'map-chosen', across(store.lng) > 60 && 'map-left'].filter(Boolean).join(' ')} style={at(store)} onClick={() => onChoose(store.id)}><View className="map-label">{store.name}</View></View>)}
    </View>
  );
}
