import { getLocation } from '@tarojs/taro';
import type { Place } from '@scrm/shared/store';
import { isMini } from './visitor';

/** `refused`: the person said no; `failed`: the phone does not know. */
export type Where = { place: Place } | { problem: 'refused' | 'failed' };

/** Asked at the moment of need only. WeChat tells GCJ-02, a browser WGS-84. */
export async function whereAmI(): Promise<Where> {
  if (isMini) {
    return getLocation({ type: 'gcj02' }).then(({ latitude, longitude }): Where => ({ place: { lat: latitude, lng: longitude, datum: 'gcj02' } }), (error: { errMsg?: string }): Where => ({ problem: /den(y|ied)|auth/i.test(error.errMsg ?? '') ? 'refused' : 'failed' }));
  }
  if (!navigator.geolocation) return { problem: 'failed' };
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve({ place: { lat: coords.latitude, lng: coords.longitude, datum: 'wgs84' } }), ({ code }) => resolve({ problem: code === 1 ? 'refused' : 'failed' }), { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 });
  });
}
