import { ColorPicker, Form, Input, InputNumber, Slider } from 'antd';
import type { PosterLayout } from '@scrm/shared/print';
import { words } from '../../kit/language';

const useWords = words({
  zh: { width: '印刷宽度（厘米）', code: '二维码', text: '文字', textHint: '{name} 是活码名称', size: '大小', x: '左右', y: '上下', colour: '文字颜色' },
  en: { width: 'Printed width (cm)', code: 'Code', text: 'Text', textHint: '{name} is the name of the code', size: 'Size', x: 'Across', y: 'Down', colour: 'Colour of the text' },
});

/** Where the code and the text stand on a poster. */
export function LayoutFields({ layout, onChange }: { layout: PosterLayout; onChange: (layout: PosterLayout) => void }) {
  const t = useWords();
  const { code, textAt } = layout;
  const line = (part: string, label: string, value: number, [least, most]: [number, number], change: (value: number) => void) => (
    <label className="print-slide"><span className="small soft">{label}</span><Slider min={least} max={most} step={0.005} value={value} onChange={change} tooltip={{ formatter: (share) => `${Math.round((share ?? 0) * 100)}%` }} ariaLabelForHandle={`${part} ${label}`} /></label>
  );
  return (
    <>
      <Form.Item label={t.code}>
        {line(t.code, t.size, code.size, [0.08, 0.9], (size) => onChange({ ...layout, code: { ...code, size } }))}
        {line(t.code, t.x, code.x, [0, 1], (x) => onChange({ ...layout, code: { ...code, x } }))}
        {line(t.code, t.y, code.y, [0, 1], (y) => onChange({ ...layout, code: { ...code, y } }))}
      </Form.Item>
      <Form.Item label={t.text} htmlFor="poster-text" extra={t.textHint}>
        <div className="row">
          <Input id="poster-text" value={layout.text} maxLength={100} onChange={({ target }) => onChange({ ...layout, text: target.value })} style={{ flex: 1 }} />
          <ColorPicker disabledAlpha aria-label={t.colour} value={textAt.colour} onChangeComplete={(colour) => onChange({ ...layout, textAt: { ...textAt, colour: colour.toHexString() } })} />
        </div>
        {line(t.text, t.size, textAt.fontSize, [0.01, 0.2], (fontSize) => onChange({ ...layout, textAt: { ...textAt, fontSize } }))}
        {line(t.text, t.x, textAt.x, [0, 1], (x) => onChange({ ...layout, textAt: { ...textAt, x } }))}
        {line(t.text, t.y, textAt.y, [0, 1], (y) => onChange({ ...layout, textAt: { ...textAt, y } }))}
      </Form.Item>
      <Form.Item label={t.width} htmlFor="poster-width"><InputNumber<number> id="poster-width" min={5} max={120} value={layout.widthCm} onChange={(widthCm) => onChange({ ...layout, widthCm: widthCm ?? 21 })} /></Form.Item>
    </>
  );
}
