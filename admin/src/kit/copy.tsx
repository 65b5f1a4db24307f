import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { App, Button, Tooltip } from 'antd';
import { useState } from 'react';
import { words } from './language';

const useWords = words({
  zh: { copy: '复制', copied: '已复制', failed: '浏览器不允许复制，请手动选择' },
  en: { copy: 'Copy', copied: 'Copied', failed: 'The browser refused, please select and copy by hand' },
});

/** Copies, and is `copied` for two seconds. */
export function useCopy() {
  const t = useWords();
  const { message } = App.useApp();
  const [copied, setCopied] = useState(false);

  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      void message.warning(t.failed);
    }
  }
  return { copied, copy };
}

/** A value to paste elsewhere, with a button that copies it. */
export function Copyable({ text, label }: { text: string; label: string }) {
  const t = useWords();
  const { copied, copy } = useCopy();

  return (
    <span className="copyable">
      <code className="copyable-text">{text}</code>
      <Tooltip title={copied ? t.copied : t.copy}>
        <Button type="text" size="small" aria-label={`${t.copy} ${label}`} icon={copied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy(text)} />
      </Tooltip>
    </span>
  );
}
