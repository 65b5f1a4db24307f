import { useState } from 'react';
import { Image, View } from '@tarojs/components';
import { pictureAddress } from './api';

/** A company's logo or a person's picture; without one, or when it does not load, the first letter of the name. */
export function Logo({ url, name, className = '' }: { url: string; name: string; className?: string }) {
  const [broken, setBroken] = useState(false);
  if (!url || broken) return <View className={`code-logo ${className}`}>{Array.from(name)[0] ?? ''}</View>;
  return <Image className={`code-logo ${className}`} src={pictureAddress(url)} mode="aspectFill" onError={() => setBroken(true)} />;
}
