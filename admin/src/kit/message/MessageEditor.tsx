import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef } from 'react';
import type { Attachment, Message, MessageVariable } from '@scrm/shared/message';
import { byteLength } from '@scrm/shared/text';
import { figure, marks as punctuation, words } from '../language';
import { AttachmentFields, faultsOf } from './AttachmentFields';
import './message.css';

type Kind = Attachment['kind'];

const useWords = words({
  zh: {
    text: '欢迎语文字', placeholder: '例如：{customer}，你好，我是{staff}，很高兴认识你。', insert: '插入', bytes: (n: string, limit: string) => `${n} / ${limit} 字节`,
    variables: { customer: '客户昵称', staff: '员工姓名' }, add: '添加附件', left: (most: number, n: number) => `最多 ${most} 个，还可添加 ${n} 个`,
    kinds: { image: '图片', link: '网页链接', miniprogram: '小程序', file: '文件', video: '视频' }, up: '上移', down: '下移', remove: '移除',
    faults: { fileId: '请选择文件', title: '请填写标题（链接最多 128 字节，小程序最多 64 字节）', url: '网址需要以 http:// 或 https:// 开头', desc: '描述最多 512 字节', picUrl: '封面图网址需要以 http:// 或 https:// 开头', appId: '请填写 AppID', page: '请填写页面路径', coverFileId: '请选择封面图' } as Record<string, string>,
  },
  en: {
    text: 'Welcome text', placeholder: 'For example: Hello {customer}, this is {staff}, glad to meet you.', insert: 'Insert', bytes: (n: string, limit: string) => `${n} / ${limit} bytes`,
    variables: { customer: 'Customer’s name', staff: 'Staff name' }, add: 'Add attachment', left: (most: number, n: number) => `At most ${most}, ${n} more`,
    kinds: { image: 'Picture', link: 'Web link', miniprogram: 'Mini-program', file: 'File', video: 'Video' }, up: 'Move up', down: 'Move down', remove: 'Remove',
    faults: { fileId: 'Choose a file', title: 'Give it a title (a link at most 128 bytes, a mini-program at most 64)', url: 'The address must start with http:// or https://', desc: 'The description has at most 512 bytes', picUrl: 'The cover’s address must start with http:// or https://', appId: 'Give the AppID', page: 'Give the page path', coverFileId: 'Choose a cover picture' } as Record<string, string>,
  },
});

const textLimit = 4000;
const attachmentLimit = 9;

const blank: { [K in Kind]: Extract<Attachment, { kind: K }> } = {
  image: { kind: 'image', fileId: '' },
  link: { kind: 'link', title: '', url: '', desc: '', picUrl: '' },
  miniprogram: { kind: 'miniprogram', title: '', appId: '', page: '', coverFileId: '' },
  file: { kind: 'file', fileId: '' },
  video: { kind: 'video', fileId: '' },
};

export function isSound(message: Message, bytes = textLimit): boolean {
  return byteLength(message.text) <= bytes && message.attachments.every((attachment) => faultsOf(attachment).length === 0);
}

/** What stands in the text for something else, and its name. */
export interface Mark { mark: string; name: string; id: string }

/** Text with variables and up to nine attachments, in the order they are sent. */
export function MessageEditor({ value, onChange, fileNames, onFileName, showFaults, marks, mostBytes = textLimit, mostAttachments = attachmentLimit, placeholder }: {
  value: Message; onChange: (message: Message) => void; fileNames: Record<string, string>; onFileName: (fileId: string, name: string) => void; showFaults: boolean;
  /** Instead of the customer's and the staff member's name. */
  marks?: readonly Mark[]; mostBytes?: number; mostAttachments?: number; placeholder?: string;
}) {
  const t = useWords();
  const offered = marks ?? (Object.keys(t.variables) as MessageVariable[]).map((id) => ({ id, mark: `{${id}}`, name: t.variables[id] }));
  const area = useRef<TextAreaRef>(null);
  const { text, attachments } = value;
  const bytes = byteLength(text);

  function insert(mark: string): void {
    const field = area.current?.resizableTextArea?.textArea;
    const from = field?.selectionStart ?? text.length;
    const to = field?.selectionEnd ?? text.length;
    onChange({ ...value, text: `${text.slice(0, from)}${mark}${text.slice(to)}` });
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(from + mark.length, from + mark.length);
    });
  }

  function put(index: number, next?: Attachment): void {
    onChange({ ...value, attachments: attachments.flatMap((one, at) => (at === index ? next ?? [] : one)) });
  }

  function move(index: number, by: -1 | 1): void {
    const moved = [...attachments];
    [moved[index], moved[index + by]] = [moved[index + by]!, moved[index]!];
    onChange({ ...value, attachments: moved });
  }

  return (
    <div className="message-editor">
      <Input.TextArea
        ref={area} aria-label={t.text} placeholder={placeholder ?? t.placeholder} autoSize={{ minRows: 4, maxRows: 14 }} value={text} status={bytes > mostBytes ? 'error' : undefined}
        onChange={({ target }) => onChange({ ...value, text: target.value })}
      />
      <div className="between">
        <span className="row">
          <span className="soft small">{t.insert}</span>
          {offered.map(({ id, mark, name }) => <Button key={id} size="small" data-testid={`variable-${id}`} onClick={() => insert(mark)}>{name}</Button>)}
        </span>
        <span className={bytes > mostBytes ? 'danger small figures' : 'soft small figures'} data-testid="bytes">{t.bytes(figure(bytes), figure(mostBytes))}</span>
      </div>
      {attachments.length > 0 ? (
        <ol className="attachments">
          {attachments.map((attachment, index) => {
            const faults = showFaults ? faultsOf(attachment) : [];
            return (
              <li key={index} className="attachment" data-testid={`attachment-${index}`}>
                <div className="between">
                  <strong>{index + 1}. {t.kinds[attachment.kind]}</strong>
                  <span>
                    <Button type="text" size="small" aria-label={t.up} disabled={index === 0} icon={<ArrowUpOutlined />} onClick={() => move(index, -1)} />
                    <Button type="text" size="small" aria-label={t.down} disabled={index === attachments.length - 1} icon={<ArrowDownOutlined />} onClick={() => move(index, 1)} />
                    <Button type="text" size="small" aria-label={t.remove} icon={<DeleteOutlined />} onClick={() => put(index)} />
                  </span>
                </div>
                <AttachmentFields
                  value={attachment} faults={faults} onChange={(next) => put(index, next)} onFileName={onFileName}
                  fileName={'fileId' in attachment ? fileNames[attachment.fileId] : undefined}
                />
                {faults.length > 0 ? <div className="danger small">{faults.map((field) => t.faults[field]).join(punctuation().semicolon)}</div> : null}
              </li>
            );
          })}
        </ol>
      ) : null}
      <div className="row">
        {attachments.length < mostAttachments ? (
          <Dropdown
            trigger={['click']}
            menu={{ items: (Object.keys(blank) as Kind[]).map((kind) => ({ key: kind, label: t.kinds[kind], onClick: () => onChange({ ...value, attachments: [...attachments, blank[kind]] }) })) }}
          >
            <Button icon={<PlusOutlined />} data-testid="add-attachment">{t.add}</Button>
          </Dropdown>
        ) : null}
        <span className="soft small">{t.left(mostAttachments, Math.max(0, mostAttachments - attachments.length))}</span>
      </div>
    </div>
  );
}
