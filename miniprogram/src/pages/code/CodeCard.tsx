import { View } from '@tarojs/components';
import type { liveCodes } from '@scrm/shared/live-code';
import type { ReplyOf } from '@scrm/shared/contract';
import { CodePicture } from '../../kit/CodePicture';
import { Logo } from '../../kit/Logo';

export type Card = ReplyOf<(typeof liveCodes)['card']>;

export function CodeCard({ card }: { card: Card }) {
  return (
    <View className="screen" data-testid="code-card">
      <View className="code-card">
        <View className="code-company">
          <Logo url={card.logoUrl} name={card.corpName} />
          <View className="code-company-text">
            <View className="code-corp" data-testid="code-corp">{card.corpName}</View>
          </View>
        </View>
        <CodePicture url={card.qrUrl} />
      </View>
    </View>
  );
}
