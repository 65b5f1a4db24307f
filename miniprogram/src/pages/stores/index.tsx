import { useCallback, useEffect, useState } from 'react';
import { useRouter } from '@tarojs/taro';
import { Button } from '@nutui/nutui-react-taro';
import { Input, View } from '@tarojs/components';
import type { ReplyOf } from '@scrm/shared/contract';
import type { Place } from '@scrm/shared/store';
import type { nearby } from '@scrm/shared/store-code';
import { api, sentenceOf, type apiAs } from '../../kit/api';
import { corpOf } from '../../kit/corp';
import { whereAmI } from '../../kit/location';
import { Notice, Waiting } from '../../kit/Notice';
import { asVisitor, isMini } from '../../kit/visitor';
import { StoreCard } from './StoreCard';
import { StoreMap } from './StoreMap';
import { words } from './words';
import './index.scss';

type Found = ReplyOf<(typeof nearby)['stores']>;
type State = { state: 'loading' } | { state: 'open'; found: Found } | { state: 'failed'; sentence: string };

/** The stores near a customer: as a list and on a map, with distance and hours, and the person or group of each. */
export default function StoresPage() {
  const { params } = useRouter();
  const corp = corpOf(params);
  const { code } = params;
  const [place, setPlace] = useState<Place | null>(null);
  const [asking, setAsking] = useState<'not yet' | 'now' | 'refused' | 'failed' | 'given'>('not yet');
  const [keyword, setKeyword] = useState('');
  const [regionId, setRegionId] = useState<string>();
  const [view, setView] = useState<'list' | 'map'>('list');
  const [opened, setOpened] = useState<string | null>(null);
  const [shown, setShown] = useState<State>({ state: 'loading' });

  const load = useCallback(() => {
    let isCurrent = true;
    api.nearby.stores({ corp, code, ...(place && { place }), ...(keyword && { keyword }), ...(regionId && { regionId }), limit: 50 }).then(
      (found) => { if (isCurrent) setShown({ state: 'open', found }); },
      (error: unknown) => { if (isCurrent) setShown({ state: 'failed', sentence: sentenceOf(error, words.network) }); },
    );
    return () => { isCurrent = false; };
  }, [corp, code, place, keyword, regionId]);
  useEffect(load, [load]);

  const locate = () => {
    setAsking('now');
    void whereAmI().then((where) => {
      if ('problem' in where) return setAsking(where.problem);
      setPlace(where.place);
      setAsking('given');
    });
  };
  const choose = (storeId: string, form: 'owner' | 'group') => {
    const call = (as: ReturnType<typeof apiAs>) => as.nearby.choose({ corp, code, storeId, form, ...(place && { place }) });
    // Who is known keeps their store; who cannot be known is served all the same.
    return isMini ? asVisitor(corp, call).catch(() => call(api)) : call(api);
  };

  if (shown.state === 'loading') return <Waiting test="stores-loading" text={words.loading} />;
  if (shown.state === 'failed') return <Notice test="stores-failed" title={words.failedTitle} text={shown.sentence}><Button type="primary" size="large" block onClick={() => void load()}>{words.again}</Button></Notice>;
  const { brand, stores, regions } = shown.found;
  if (!brand) return <Notice test="stores-where" title={words.where} text={words.whereText} />;
  const isAll = keyword === '' && regionId === undefined;
  const list = view === 'map' && opened ? stores.filter(({ id }) => id === opened) : stores;
  return (
    <View className="stores" data-testid="stores">
      <View className="stores-head">
        <View className="title">{words.title}</View>
        <View className="chips">{(['list', 'map'] as const).map((which) => <View key={which} className={view === which ? 'chip chip-on' : 'chip'} data-testid={`view-${which}`} onClick={() => setView(which)}>{words[which]}</View>)}</View>
      </View>
      {asking === 'given' ? null : (
        <View className="stores-ask">
          <View className="small">{asking === 'refused' ? words.refused : asking === 'failed' ? words.failed : words.why}</View>
          {asking === 'refused' ? null : <Button type="primary" size="large" block loading={asking === 'now'} data-testid="use-location" onClick={locate}>{words.use}</Button>}
        </View>
      )}
      <Input className="stores-search" value={keyword} placeholder={words.search} maxlength={64} onInput={({ detail }) => setKeyword(detail.value)} />
      {regions.length > 1 ? <View className="chips">{[{ id: '', name: words.all }, ...regions].map(({ id, name }) => <View key={id} className={(regionId ?? '') === id ? 'chip chip-on' : 'chip'} onClick={() => setRegionId(id || undefined)}>{name}</View>)}</View> : null}
      {view === 'map' ? <StoreMap stores={stores} place={place} chosen={opened} onChoose={setOpened} /> : null}
      {stores.length === 0 ? <View className="stores-ask" data-testid="stores-none"><View className="person-name">{isAll ? words.noStores : words.none}</View><View className="small">{isAll ? words.noStoresText : words.noneText}</View></View> : null}
      {list.map((store) => <StoreCard key={store.id} store={store} isOpened={view === 'list' && opened === store.id} onOpen={(isOpen) => { setView('list'); setOpened(isOpen ? store.id : null); }} mayJoin={!code} choose={choose} />)}
    </View>
  );
}
