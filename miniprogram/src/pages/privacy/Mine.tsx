import { useState } from 'react';
import { Button } from '@nutui/nutui-react-taro';
import { Textarea, View } from '@tarojs/components';
import type { MyPrivacy } from '@scrm/shared/privacy';
import { counted } from '@scrm/shared/text';
import type { apiAs } from '../../kit/api';
import { inLanguage } from '../../kit/language';

const words = inLanguage({
  zh: {
    title: '我的隐私', known: '这家企业记下了什么', rows: (n: number) => `${n} 条`, agreed: '我同意的事', none: '这家企业没有征求过你的同意。', agree: '同意', withdraw: '撤回同意',
    states: { given: '已同意', withdrawn: '已撤回', never: '未同意', outdated: '内容有变，请重新确认' },
    ask: '我要求', types: { access: '查阅我的信息', correction: '更正我的信息', erasure: '删除我的信息', withdrawal: '撤销其他授权' }, note: '想说明什么，可以写在这里（选填）', sure: '删除后不能恢复，包括你的权益记录。确定要提出吗？', send: '提出', back: '不了', sent: '已提出，我们会在期限内答复。',
    requests: '我提出过的', until: (day: string) => `最晚 ${day} 答复`, done: '已完成', refused: '未能办理',
  },
  en: {
    title: 'My privacy', known: 'What this company keeps', rows: (n: number) => counted(n, 'row'), agreed: 'What I agreed to', none: 'This company has asked for no consent.', agree: 'Agree', withdraw: 'Withdraw',
    states: { given: 'Agreed', withdrawn: 'Withdrawn', never: 'Not agreed', outdated: 'It changed, please look again' },
    ask: 'I ask', types: { access: 'To see my data', correction: 'To correct my data', erasure: 'To erase my data', withdrawal: 'To withdraw something else' }, note: 'Anything to add (optional)', sure: 'Erased data cannot be brought back, your benefits with it. Ask for it?', send: 'Ask', back: 'No', sent: 'Asked. We answer in time.',
    requests: 'What I asked', until: (day: string) => `answer by ${day}`, done: 'Done', refused: 'Not done',
  },
});

type Type = MyPrivacy['requests'][number]['type'];
type Act = (call: (api: ReturnType<typeof apiAs>) => Promise<MyPrivacy>) => Promise<string>;

function dayText(at: number): string {
  const day = new Date(at);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
}

/** A customer's own data: one section after the other, largest first. */
export function Mine({ mine, act }: { mine: MyPrivacy; act: Act }) {
  const [busy, setBusy] = useState('');
  const [wrong, setWrong] = useState('');
  const run = async (what: string, call: Parameters<Act>[0]) => {
    if (busy !== '') return false;
    setBusy(what);
    const fault = await act(call);
    setBusy('');
    setWrong(fault);
    return fault === '';
  };
  return (
    <View className="privacy" data-testid="privacy">
      <View className="title">{words.title}</View>
      <View className="small">{mine.brand.name}</View>
      {wrong !== '' && <View className="wrong">{wrong}</View>}
      <View className="privacy-card">
        <View className="privacy-head">{words.known}</View>
        {mine.summary.map((one) => <View key={one.label} className="privacy-line"><View>{one.label}</View><View className="small">{words.rows(one.rows)}</View></View>)}
      </View>
      <View className="privacy-card">
        <View className="privacy-head">{words.agreed}</View>
        {mine.consents.length === 0 && <View className="small">{words.none}</View>}
        {mine.consents.map((one) => (
          <View key={one.purposeId} className="privacy-consent">
            <View className="privacy-line"><View className="privacy-name">{one.name}</View><View className="small">{words.states[one.state]}</View></View>
            <View className="small">{one.text}</View>
            <Button
              size="large" block type={one.state === 'given' ? 'default' : 'primary'} loading={busy === one.purposeId}
              onClick={() => void run(one.purposeId, (api) => api.myPrivacy.setConsent({ purposeId: one.purposeId, given: one.state !== 'given' }))}
            >
              {one.state === 'given' ? words.withdraw : words.agree}
            </Button>
          </View>
        ))}
      </View>
      <Ask busy={busy === 'ask'} send={(type, note) => run('ask', (api) => api.myPrivacy.ask({ type, note }))} />
      {mine.requests.length > 0 && (
        <View className="privacy-card">
          <View className="privacy-head">{words.requests}</View>
          {mine.requests.map((one) => (
            <View key={one.id}>
              <View className="privacy-line"><View>{words.types[one.type]}</View><View className="small">{one.state === 'open' ? words.until(dayText(one.dueAt)) : words[one.state]}</View></View>
              {one.answer !== '' && <View className="small">{one.answer}</View>}
            </View>
          ))}
        </View>
      )}
    </View>
  );
}

function Ask({ busy, send }: { busy: boolean; send: (type: Type, note: string) => Promise<boolean> }) {
  const [type, setType] = useState<Type | null>(null);
  const [note, setNote] = useState('');
  const [sent, setSent] = useState(false);
  const submit = async () => {
    if (type === null || !(await send(type, note))) return;
    setType(null);
    setNote('');
    setSent(true);
  };
  return (
    <View className="privacy-card">
      <View className="privacy-head">{words.ask}</View>
      {sent && type === null && <View className="small">{words.sent}</View>}
      {type === null
        ? (Object.keys(words.types) as Type[]).map((one) => <Button key={one} size="large" block onClick={() => setType(one)}>{words.types[one]}</Button>)
        : (
          <>
            <View className="privacy-name">{words.types[type]}</View>
            {type === 'erasure' && <View className="wrong">{words.sure}</View>}
            <Textarea className="privacy-note" value={note} maxlength={1000} placeholder={words.note} onInput={(event) => setNote(event.detail.value)} />
            <Button type="primary" size="large" block loading={busy} onClick={() => void submit()}>{words.send}</Button>
            <Button size="large" block onClick={() => setType(null)}>{words.back}</Button>
          </>
        )}
    </View>
  );
}
