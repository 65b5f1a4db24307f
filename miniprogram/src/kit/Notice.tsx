import type { ReactNode } from 'react';
import { View } from '@tarojs/components';

/** A screen that has only something to say, and perhaps something to do. */
export function Notice({ title, text, test, children }: { title: string; text: string; test: string; children?: ReactNode }) {
  return (
    <View className="screen" data-testid={test}>
      <View className="title">{title}</View>
      <View className="text">{text}</View>
      {children && <View className="code-action">{children}</View>}
    </View>
  );
}

/** Something is on its way. */
export function Waiting({ text, test }: { text: string; test: string }) {
  return <View className="screen" data-testid={test}><View className="code-waiting" /><View className="text">{text}</View></View>;
}
