import { useCallback, useEffect, useRef, useState } from 'react';
import { downloadFile, getStorageSync, removeStorageSync, saveImageToPhotosAlbum, setStorageSync, showToast, useRouter } from '@tarojs/taro';
import { Button } from '@nutui/nutui-react-taro';
import { Input, View } from '@tarojs/components';
import { isError } from '@scrm/shared/client';
import type { MyStore, StoreFigure } from '@scrm/shared/store-code';
import { api, apiAs, pictureAddress, sentenceOf } from '../../kit/api';
import { CodePicture } from '../../kit/CodePicture';
import { inLanguage } from '../../kit/language';
import { Notice, Waiting } from '../../kit/Notice';
import { isMini } from '../../kit/visitor';
import '../stores/index.scss';

const words = inLanguage({
  zh: {
    loading: '正在打开你的门店', who: '请用侧边栏里的链接进入', whoText: '在企业微信的侧边栏「我的」里点「在微信打开我的门店」，把链接粘贴到这里。链接一分钟内有效，只能用一次。', paste: '粘贴链接', enter: '进入', none: '你还没有门店', noneText: '请管理员把你设为门店的店主、替补或接待人员。', failed: '没能打开', again: '再试一次', network: '暂时连不上，请检查网络后再试。', spent: '链接已失效，请在侧边栏重新获取。',
    code: '我的店主码', press: '客户扫码后添加你，并计入这家门店', preparing: '二维码正在生成，请稍等片刻。', closed: '你没有开通客户联系，还没有店主码。', save: '保存图片', saved: '已保存到相册', notSaved: '没有保存成功', open: '营业中', shut: '休息中', today: '今天', week: '近 7 天', month: '近 30 天', figures: { scans: '扫码', opened: '小程序查看', matched: '带到本店', added: '添加', joined: '进群', lost: '流失' }, out: '退出',
  },
  en: {
    loading: 'Opening your store', who: 'Please enter by the link of the sidebar', whoText: 'Under Me in the sidebar of WeCom press “Open my store in WeChat” and paste the link here. It works once, within a minute.', paste: 'Paste the link', enter: 'Enter', none: 'You have no store yet', noneText: 'Ask the administrator to make you an owner, deputy or receptionist of a store.', failed: 'This did not open', again: 'Try again', network: 'The server cannot be reached, check your network and try again.', spent: 'The link works no more, get a new one in the sidebar.',
    code: 'My own code', press: 'Whoever scans it adds you and counts for this store', preparing: 'The code is being made, one moment please.', closed: 'Without customer contact you have no code.', save: 'Save picture', saved: 'Saved to the album', notSaved: 'It was not saved', open: 'Open', shut: 'Closed now', today: 'Today', week: '7 days', month: '30 days', figures: { scans: 'Scans', opened: 'Views', matched: 'Led here', added: 'Added', joined: 'Joined', lost: 'Lost' }, out: 'Leave',
  },
});

const place = 'keeper';
const figures: readonly Extract<StoreFigure, keyof typeof words.figures>[] = ['scans', 'opened', 'matched', 'added', 'joined', 'lost'];
type State = { state: 'loading' } | { state: 'stranger'; problem: string } | { state: 'open'; stores: MyStore[] } | { state: 'failed'; sentence: string };

/** The ticket in whatever was pasted. */
const ticketOf = (text: string) => /(?:ticket=|^)([\w-]{20,100})(?:&|$)/.exec(text.trim())?.[1] ?? '';

/** A store owner's own stores, code and figures, on their own phone. */
export default function MyStorePage() {
  const given = useRef(useRouter().params.ticket ?? '');
  const [shown, setShown] = useState<State>({ state: 'loading' });
  const [text, setText] = useState('');

  const load = useCallback(async (ticket: string) => {
    setShown({ state: 'loading' });
    try {
      if (ticket !== '') {
        if (!isMini) history.replaceState(history.state, '', location.href.replace(/[?&]ticket=[^&]*/, ''));
        const { token } = await api.session.redeem({ ticket });
        setStorageSync(place, token);
      }
      const token = String(getStorageSync(place) || '');
      if (token === '') return setShown({ state: 'stranger', problem: '' });
      setShown({ state: 'open', stores: (await apiAs(token).myStores.list({})).items });
    } catch (error) {
      // Only who is signed out signs in anew; what went wrong otherwise may pass.
      if (!isError(error, 'not_signed_in')) return setShown({ state: 'failed', sentence: sentenceOf(error, words.network) });
      removeStorageSync(place);
      setShown({ state: 'stranger', problem: ticket === '' ? '' : words.spent });
    }
  }, []);
  useEffect(() => {
    const ticket = given.current;
    given.current = '';
    void load(ticket);
  }, [load]);

  switch (shown.state) {
    case 'loading':
      return <Waiting test="my-store-loading" text={words.loading} />;
    case 'failed':
      return <Notice test="my-store-failed" title={words.failed} text={shown.sentence}><Button type="primary" size="large" block onClick={() => void load('')}>{words.again}</Button></Notice>;
    case 'stranger':
      return (
        <Notice test="my-store-who" title={words.who} text={words.whoText}>
          {shown.problem && <View className="wrong">{shown.problem}</View>}
          <Input className="stores-search" value={text} placeholder={words.paste} maxlength={400} onInput={({ detail }) => setText(detail.value)} />
          <View className="code-action"><Button type="primary" size="large" block disabled={ticketOf(text) === ''} onClick={() => void load(ticketOf(text))}>{words.enter}</Button></View>
        </Notice>
      );
    case 'open':
      if (shown.stores.length === 0) return <Notice test="my-store-none" title={words.none} text={words.noneText} />;
      return (
        <View className="stores" data-testid="my-stores">
          {shown.stores.map((mine) => <Mine key={mine.store.id} mine={mine} onAgain={() => void load('')} />)}
          <View className="quiet-link" onClick={() => { removeStorageSync(place); setShown({ state: 'stranger', problem: '' }); }}>{words.out}</View>
        </View>
      );
  }
}

function Mine({ mine: { store, codeUrl, isPreparing, today, week, month }, onAgain }: { mine: MyStore; onAgain(): void }) {
  return (
    <View className="person store">
      <View className="person-name">{store.name}</View>
      <View className="small">{store.address}</View>
      <View className="small"><View className={store.isOpen ? 'store-open' : 'store-shut'}>{store.isOpen ? words.open : words.shut}</View></View>
      <View className="my-figures">
        {(['', words.today, words.week, words.month]).map((when) => <View key={when} className="small my-when">{when}</View>)}
        {figures.flatMap((what) => [
          <View key={what} className="my-figure my-label">{words.figures[what]}</View>,
          ...([['today', today], ['week', week], ['month', month]] as const).map(([when, of]) => <View key={`${what}-${when}`} className="my-figure my-number" data-testid={`${when}-${what}`}>{of[what].toLocaleString('en-US')}</View>),
        ])}
      </View>
      <View className="store-way">
        <View className="person-name">{words.code}</View>
        {codeUrl
          ? <><CodePicture url={codeUrl} press={words.press} elsewhere={words.press} /><Button data-testid="save-code" onClick={() => void save(codeUrl, store.name)}>{words.save}</Button></>
          : isPreparing ? <><View className="person-note">{words.preparing}</View><Button onClick={onAgain}>{words.again}</Button></> : <View className="person-note">{words.closed}</View>}
      </View>
    </View>
  );
}

/** Into the phone's album; a browser downloads. */
async function save(url: string, name: string): Promise<void> {
  const address = pictureAddress(url);
  if (!isMini) {
    const link = Object.assign(document.createElement('a'), { href: address, download: `${name}.png`, target: '_blank', rel: 'noreferrer' });
    return link.click();
  }
  try {
    const { tempFilePath } = await downloadFile({ url: address });
    await saveImageToPhotosAlbum({ filePath: tempFilePath });
    void showToast({ title: words.saved });
  } catch {
    void showToast({ title: words.notSaved, icon: 'none' });
  }
}
