import { getStorageSync, removeStorageSync, setStorageSync } from '@tarojs/taro';

const place = 'corp';
const wellFormed = /^co_[0-9A-Z]{26}$/;

/**
 * Which company this visit is about: `?corp=` of the page, the scene of a mini-program code, else the one of the last visit.
 * https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html
 */
export function corpOf({ corp = '', scene = '' }: { corp?: string; scene?: string }): string | undefined {
  const named = [corp, decodeURIComponent(scene)].find((text) => wellFormed.test(text));
  if (named) setStorageSync(place, named);
  return named ?? (String(getStorageSync(place) || '') || undefined);
}

/** That company is gone. */
export function forgetCorp(): void {
  removeStorageSync(place);
}
