import { useState } from 'react';
import { makePhoneCall } from '@tarojs/taro';
import { Button } from '@nutui/nutui-react-taro';
import { View } from '@tarojs/components';
import type { NearStore, Shown } from '@scrm/shared/store-code';
import { CodePicture } from '../../kit/CodePicture';
import { sentenceOf } from '../../kit/api';
import { marks } from '../../kit/language';
import { distanceText, words } from './words';

function hoursText({ today }: NearStore): string {
  if (today === null) return `${words.today} ${words.allDay}`;
  return today.length === 0 ? words.rest : `${words.today} ${today.map(({ from, to }) => `${from}–${to}`).join(marks.comma)}`;
}

type Form = 'owner' | 'group';

/** One store; opened, it shows the person to add or the code of the group. */
export function StoreCard({ store, isOpened, onOpen, mayJoin, choose }: { store: NearStore; isOpened: boolean; onOpen(open: boolean): void; mayJoin: boolean; choose(id: string, form: Form): Promise<Shown> }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [problem, setProblem] = useState('');
  const [form, setForm] = useState<Form>('owner');
  const look = (wanted = form) => {
    setProblem('');
    choose(store.id, wanted).then(setShown, (error: unknown) => setProblem(sentenceOf(error, words.network)));
  };
  const open = (wanted: Form) => {
    setForm(wanted);
    setShown(null);
    onOpen(true);
    look(wanted);
  };
  return (
    <View className="person store" data-testid={`store-${store.id}`}>
      <View className="store-head"><View className="person-name">{store.name}</View>{store.distanceM === null ? null : <View className="store-far" data-testid="distance">{distanceText(store.distanceM)}</View>}</View>
      <View className="small">{store.address}</View>
      <View className="small"><View className={store.isOpen ? 'store-open' : 'store-shut'}>{store.isOpen ? words.open : words.shut}</View> · {hoursText(store)}{store.inRange ? ` · ${words.inRange}` : ''}</View>
      {isOpened ? (
        <View className="store-way" data-testid="way">
          {problem ? <><View className="wrong">{problem}</View><Button onClick={() => look()}>{words.again}</Button></> : shown ? <Way shown={shown} onAgain={() => look()} /> : <View className="code-waiting" />}
          <View className="quiet-link" onClick={() => onOpen(false)}>{words.close}</View>
        </View>
      ) : (
        <View className="store-acts">
          <Button type="primary" data-testid="open-store" onClick={() => open('owner')}>{words.add}</Button>
          {mayJoin && store.hasGroup ? <Button data-testid="join-group" onClick={() => open('group')}>{words.join}</Button> : null}
          {store.telephone ? <Button onClick={() => void makePhoneCall({ phoneNumber: store.telephone.replace(/[^\d+]/g, '') })}>{words.call}</Button> : null}
        </View>
      )}
    </View>
  );
}

function Way({ shown: { way, belongs }, onAgain }: { shown: Shown; onAgain(): void }) {
  const note = belongs ? <View className="small">{words.belongs(belongs.name)}</View> : null;
  switch (way.kind) {
    case 'person':
      return <>{note}<View className="person-name">{way.name ?? words.guide}</View><CodePicture url={way.qrUrl} press={words.press(way.name ?? words.guide)} elsewhere={words.save(way.name ?? words.guide)} /></>;
    case 'group':
      return <>{note}<View className="person-name">{way.name || words.group}</View>{way.isIn ? <View className="person-note">{words.inGroup}</View> : null}{way.qrUrl ? <CodePicture url={way.qrUrl} press={words.pressGroup} elsewhere={words.saveGroup} /> : null}</>;
    case 'preparing':
      return <><View className="person-note">{words.preparing}</View><Button onClick={onAgain}>{words.again}</Button></>;
    case 'nobody':
      return <View className="person-note">{words.nobody}</View>;
  }
}
