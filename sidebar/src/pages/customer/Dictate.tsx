import { useEffect, useRef, useState } from 'react';
import { useWords } from '../../kit/language';
import { canListen, listen, stopListening, wordsOf } from '../../kit/wecom';

const words = {
  zh: { speak: '语音输入', stop: '说完了', writing: '正在转成文字', unheard: '没有听清，请再说一次', refused: '没能录音，请在系统设置里允许企业微信使用麦克风' },
  en: { speak: 'Speak', stop: 'Done', writing: 'Writing it down', unheard: 'That was not understood, please say it again', refused: 'Recording did not start; allow WeCom to use the microphone' },
};

type State = 'absent' | 'quiet' | 'listening' | 'writing' | 'unheard' | 'refused';

/** Speaking instead of typing, where WeCom's client can write it down. `heard` gets the words. */
export function Dictate({ heard }: { heard: (text: string) => void }) {
  const w = useWords(words);
  const [state, setState] = useState<State>('absent');
  const hear = useRef(heard);
  hear.current = heard;
  useEffect(() => {
    let shown = true;
    void canListen().then((can) => { if (shown && can) setState('quiet'); });
    return () => { shown = false; };
  }, []);

  const write = async (recording: string) => {
    setState('writing');
    const text = await wordsOf(recording).catch(() => '');
    if (text !== '') hear.current(text);
    setState(text === '' ? 'unheard' : 'quiet');
  };
  const start = () => listen((recording) => void write(recording)).then(() => setState('listening'), () => setState('refused'));
  const stop = () => stopListening().then(write, () => setState('unheard'));

  switch (state) {
    case 'absent':
      return null;
    case 'listening':
      return <button type="button" className="link strong" data-testid="dictate-stop" onClick={() => void stop()}><i className="listening" />{w.stop}</button>;
    case 'writing':
      return <span className="outcome waiting" role="status"><i className="spinner" />{w.writing}</span>;
    default:
      return (
        <>
          <button type="button" className="link" data-testid="dictate" onClick={() => void start()}>{w.speak}</button>
          {state !== 'quiet' && <span className="outcome failed" role="alert">{w[state]}</span>}
        </>
      );
  }
}
