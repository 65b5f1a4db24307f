import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { PageHead } from '../../kit/page-head';
import { DropSheet } from './DropSheet';
import { ImportSteps } from './ImportSteps';
import { uploadSheet } from './upload';
import './import.css';

const useWords = words({
  zh: {
    title: '导入文件', back: '导入客户', kinds: (most: string) => `XLSX、CSV、TSV；UTF-8 与 GBK 都可以，自动识别；最多 50 万行${most && `，${most}`}`, template: '下载模板',
    notice: '只能更新已经是客户的人', noticeText: '企业微信不允许通过导入新增客户。文件里有手机号、邮箱或 UnionID 的人如果还不是客户，内容会加密保存并等待匹配，等他们成为客户后自动补上。',
    how: ['第一行是表头，每行一位客户', '用外部联系人 ID、手机号、邮箱、UnionID 或客户编号找到客户', '上传后先试运行，不会改动任何客户', '导入后 30 天内可以撤销（管理员可调整）'],
  },
  en: {
    title: 'Import a file', back: 'Import', kinds: (most: string) => `XLSX, CSV or TSV; UTF-8 and GBK are told apart; at most 500,000 rows${most && ` and ${most}`}`, template: 'Download a template',
    notice: 'Only people who are customers already are changed', noticeText: 'WeCom lets nobody make customers by import. Somebody with a phone number, an e-mail address or a unionid who is no customer yet is waited for: what the file says is kept encrypted and filled in when they come.',
    how: ['The first row holds the headers, each row is one customer', 'A customer is found by external user id, phone, e-mail, unionid or customer id', 'A dry run comes first and changes nobody', 'An import can be rolled back for 30 days (your administrator may choose another time)'],
  },
});

export function NewImportPage() {
  const t = useWords();
  const navigate = useNavigate();
  const limits = useQuery(ask('imports', 'limits', {}));
  const limit = limits.data?.bytes;
  return (
    <section className="stack" data-testid="new-import-page">
      <PageHead title={t.title} back={<Link to="/imports">{t.back}</Link>} action={<Button icon={<DownloadOutlined />} href="/api/imports.template">{t.template}</Button>} />
      <ImportSteps current={0} />
      <div className="panel stack">
        <Alert type="info" showIcon title={t.notice} description={t.noticeText} />
        <DropSheet
          testId="import-drop" hints={[t.kinds(limit ? `${Math.floor(limit / 1_000_000)} MB` : '')]} touches={['imports']}
          send={(file, onShare) => uploadSheet(file, onShare, limit)} onDone={({ id }) => void navigate(`/imports/${id}`, { replace: true })}
        />
        <ul className="soft import-how">{t.how.map((line) => <li key={line}>{line}</li>)}</ul>
      </div>
    </section>
  );
}
