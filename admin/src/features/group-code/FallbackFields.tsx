import { Form, Input, Radio } from 'antd';
import type { GroupFallback } from '@scrm/shared/group-code';
import { words } from '../../kit/language';
import { CodeSelect } from '../../kit/pick/CodeSelect';
import type { Fault } from './draft';
import { PictureField } from './PictureField';

const useWords = words({
  zh: {
    kinds: { text: '显示文字', picture: '加一位联系人', code: '转到另一个活码' }, text: '文字', textHint: '不填则显示「名额暂时满了，请稍后再试」', contact: '联系人的二维码', other: '另一个活码', choose: '选择活码',
    faults: { needContact: '请上传联系人的二维码', needCode: '请选择另一个活码' },
  },
  en: {
    kinds: { text: 'Show words', picture: 'Add a person', code: 'Go to another code' }, text: 'Words', textHint: 'Empty: “All places are taken, please try again later”', contact: 'The person’s code', other: 'Another code', choose: 'Choose a code',
    faults: { needContact: 'Upload the person’s code', needCode: 'Choose another code' },
  },
});

/** What is shown when no group has room. */
export function FallbackFields({ value, codeId, faults, onChange }: { value: GroupFallback; codeId?: string; faults: readonly Fault[]; onChange: (value: GroupFallback) => void }) {
  const t = useWords();
  const text = value.kind === 'code' ? '' : value.text;
  const turn = (kind: GroupFallback['kind']) => onChange(kind === 'code' ? { kind, codeId: '' } : kind === 'picture' ? { kind, text, picture: '' } : { kind, text });
  const faultOf = (kind: keyof typeof t.faults) => (faults.some((one) => one.kind === kind) ? { validateStatus: 'error' as const, help: t.faults[kind] } : {});
  return (
    <>
      <Form.Item><Radio.Group value={value.kind} onChange={({ target }) => turn(target.value as GroupFallback['kind'])} options={(['text', 'picture', 'code'] as const).map((kind) => ({ value: kind, label: t.kinds[kind] }))} data-testid="fallback" /></Form.Item>
      {value.kind === 'picture' ? <Form.Item label={t.contact} required {...faultOf('needContact')}><PictureField id="contact" value={{ picture: value.picture, pictureUntil: null }} onChange={({ picture }) => onChange({ ...value, picture })} /></Form.Item> : null}
      {value.kind === 'code'
        ? <Form.Item label={t.other} htmlFor="field-other" required {...faultOf('needCode')}><CodeSelect id="field-other" label={t.other} placeholder={t.choose} kinds={['groupCodes', 'liveCodes']} value={value.codeId} but={codeId} onChange={(next) => onChange({ kind: 'code', codeId: next ?? '' })} /></Form.Item>
        : <Form.Item label={t.text} htmlFor="field-text" extra={t.textHint}><Input.TextArea id="field-text" value={value.text} maxLength={200} showCount autoSize={{ minRows: 2 }} onChange={({ target }) => onChange({ ...value, text: target.value })} /></Form.Item>}
    </>
  );
}
