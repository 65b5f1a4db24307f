import { UploadOutlined } from '@ant-design/icons';
import { Button, DatePicker, QRCode, Upload } from 'antd';
import dayjs from 'dayjs';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';
import { sentenceOf } from '../../kit/problem';

const useWords = words({
  zh: { choose: '上传二维码图片', change: '换一张', hint: 'JPG 或 PNG，可以是手机截图；会识别其中的二维码并重新绘制', until: '有效期至', untilHint: '群二维码 7 天有效，到期前 2 天和 1 天提醒', never: '不填表示不过期' },
  en: { choose: 'Upload the picture', change: 'Change', hint: 'JPG or PNG, a screenshot will do; the code on it is read and drawn anew', until: 'Valid until', untilHint: 'A group’s own code lives 7 days; you are told 2 days and 1 day before', never: 'Empty: it has no end' },
});

export interface ReadPicture { picture: string; pictureUntil: number | null }

const dayMs = 86_400_000;
export const weekFrom = (now = Date.now()) => now + 7 * dayMs;
/** A screenshot is made smaller before it is sent; its code stays sharp enough. */
const widest = 1200;

/** Reads the code on an uploaded picture. */
export function PictureField({ value, onChange, withEnd, id, invalid }: { value: ReadPicture; onChange: (value: ReadPicture) => void; withEnd?: boolean; id: string; invalid?: boolean }) {
  const t = useWords();
  const read = useAct(async (file: File) => api.groupCodes.readPicture({ content: await shrink(file) }), { quiet: true, onDone: ({ picture }) => onChange({ ...value, picture }) });
  return (
    <div className="stack" style={{ gap: 8 }}>
      <div className="row">
        {value.picture ? <QRCode value={value.picture} size={72} bordered={false} color="#000" bgColor="#fff" /> : null}
        <Upload accept="image/jpeg,image/png" showUploadList={false} maxCount={1} beforeUpload={(file) => { read.mutate(file); return false; }}>
          <Button id={`field-${id}`} icon={<UploadOutlined />} loading={read.isPending} danger={invalid || Boolean(read.error)} data-testid={`upload-${id}`}>{value.picture ? t.change : t.choose}</Button>
        </Upload>
        <span className="soft small">{t.hint}</span>
      </div>
      {read.error ? <span className="danger small" role="alert">{sentenceOf(read.error)}</span> : null}
      {withEnd ? (
        <label className="row"><span>{t.until}</span>
          <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" value={value.pictureUntil === null ? null : dayjs(value.pictureUntil)} onChange={(at) => onChange({ ...value, pictureUntil: at ? at.valueOf() : null })} />
          <span className="soft small">{value.pictureUntil === null ? t.never : t.untilHint}</span>
        </label>
      ) : null}
    </div>
  );
}

/** As JPEG, base64, at most so wide. */
async function shrink(file: File): Promise<string> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, widest / Math.max(picture.width, picture.height));
  const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]!;
}
