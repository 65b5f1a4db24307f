import { CloseOutlined } from '@ant-design/icons';
import { Button, ColorPicker, Form, InputNumber, Segmented } from 'antd';
import { isReadable } from '@scrm/shared/picture';
import type { PrintTarget } from '@scrm/shared/print';
import { words } from '../../kit/language';
import { FileField } from '../../kit/message/FileField';
import type { Look } from './draw';
import { FaceRow, type Faces } from './FaceRow';

const useWords = words({
  zh: {
    target: '扫码后打开', targets: { wecom: '直接添加', page: '活码页面', short: '短链' } satisfies Record<PrintTarget, string>,
    about: { wecom: '企业微信自己的二维码，重新清晰绘制。停用后由企业微信提示失效。', page: '先打开活码页面。停用后显示你写的文字，以后还能换接待方式。', short: '内容最短，码点最大最好扫；先打开活码页面。' } satisfies Record<PrintTarget, string>,
    cm: '印刷边长（厘米）', dark: '码色', light: '底色', contrast: '反差不够：请用深色的码、浅色的底', logo: '中间的标志', noLogo: '去掉标志', logoHint: '容错等级 H，标志占边长五分之一',
  },
  en: {
    target: 'A scan opens', targets: { wecom: 'Adding at once', page: 'The code’s page', short: 'Short address' },
    about: { wecom: 'WeCom’s own code, drawn anew and sharp. Once disabled, WeCom says that it is invalid.', page: 'The code’s page first. Once disabled it says your text, and who receives can still be changed.', short: 'The shortest text, so the largest dots; the page first.' },
    cm: 'Printed side (cm)', dark: 'Dots', light: 'Ground', contrast: 'Too alike: use dark dots on light ground', logo: 'Logo in the middle', noLogo: 'Without logo', logoHint: 'Error level H; the logo takes a fifth of the side',
  },
});

/** What the code itself looks like. */
export function LookFields({ look, targets, faces, onChange, hasSize }: { look: Look; targets: PrintTarget[]; faces: Faces; onChange: (change: Partial<Look>) => void; hasSize: boolean }) {
  const t = useWords();
  const good = isReadable(look.dark, look.light);
  return (
    <>
      <Form.Item label={t.target} extra={t.about[look.target]}>
        <Segmented block value={look.target} onChange={(target) => onChange({ target })} options={targets.map((value) => ({ value, label: t.targets[value] }))} />
      </Form.Item>
      {hasSize ? (
        <Form.Item label={t.cm} htmlFor="print-cm"><InputNumber<number> id="print-cm" min={2} max={30} step={1} value={look.cm} onChange={(cm) => onChange({ cm: cm ?? 6 })} /></Form.Item>
      ) : null}
      <Form.Item validateStatus={good ? undefined : 'error'} help={good ? undefined : t.contrast}>
        <div className="row">
          <ColorPicker disabledAlpha showText={() => t.dark} value={look.dark} onChangeComplete={(colour) => onChange({ dark: colour.toHexString() })} />
          <ColorPicker disabledAlpha showText={() => t.light} value={look.light} onChangeComplete={(colour) => onChange({ light: colour.toHexString() })} />
        </div>
      </Form.Item>
      <Form.Item label={t.logo} extra={t.logoHint}>
        <FaceRow faces={faces} value={look.face} onChange={(face) => onChange({ face, logoFileId: '' })} />
        <div className="row">
          <FileField kind="image" value={look.logoFileId} onChange={(logoFileId) => onChange({ logoFileId, face: '' })} />
          {look.logoFileId || look.face ? <Button size="small" icon={<CloseOutlined />} onClick={() => onChange({ logoFileId: '', face: '' })}>{t.noLogo}</Button> : null}
        </div>
      </Form.Item>
    </>
  );
}
