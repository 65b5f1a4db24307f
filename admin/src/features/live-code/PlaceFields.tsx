import { DatePicker, Form, Input } from 'antd';
import dayjs from 'dayjs';
import { words } from '../../kit/language';
import { ChannelPicker } from '../channel/ChannelPicker';
import type { Draft } from './draft';

const useWords = words({
  zh: {
    title: '渠道与期限', channel: '渠道', channelHint: '客户会打上渠道的标签，来源里记下渠道', end: '到期时间', endHint: '不填则一直有效。到期后企业微信的二维码失效，扫码会看到企业微信的提示；用活码页面或短链印的码会显示下面的文字。', closed: '停用后页面显示', closedPlaceholder: '这个二维码已停用，请向商家要一个新的',
  },
  en: {
    title: 'Channel and end', channel: 'Channel', channelHint: 'Customers get the channel’s tag, and it stands in their source', end: 'Ends at', endHint: 'Left empty, it never ends. Then WeCom’s own code stops and shows WeCom’s notice; codes printed with the page or the short link show the text below.', closed: 'Its page says when closed', closedPlaceholder: 'This code is closed, please ask the shop for a new one',
  },
});

/** Where a code stands, and how long. */
export function PlaceFields({ draft, onChange }: { draft: Draft; onChange: (change: Partial<Draft>) => void }) {
  const t = useWords();
  return (
    <section className="panel editor-section">
      <h2>{t.title}</h2>
      <Form.Item label={t.channel} htmlFor="field-channel" extra={t.channelHint}>
        <ChannelPicker id="field-channel" label={t.channel} value={draft.channelId} onChange={(channelId) => onChange({ channelId })} />
      </Form.Item>
      <Form.Item label={t.end} htmlFor="field-end" extra={t.endHint}>
        <DatePicker
          id="field-end" showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" value={draft.expiresAt === null ? null : dayjs(draft.expiresAt)} minDate={dayjs()}
          onChange={(at) => onChange({ expiresAt: at ? at.startOf('minute').valueOf() : null })} style={{ width: 240, maxWidth: '100%' }}
        />
      </Form.Item>
      <Form.Item label={t.closed} htmlFor="field-closed">
        <Input.TextArea id="field-closed" value={draft.closedText} maxLength={200} showCount autoSize={{ minRows: 1, maxRows: 4 }} placeholder={t.closedPlaceholder} onChange={({ target }) => onChange({ closedText: target.value })} />
      </Form.Item>
    </section>
  );
}
