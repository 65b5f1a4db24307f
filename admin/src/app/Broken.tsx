import { WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link, useRouteError } from 'react-router-dom';
import { words } from '../kit/language';
import { Note } from '../kit/note';
import { codeOf } from '../kit/problem';

const useWords = words({
  zh: { missing: '没有这个页面', missingHint: '地址可能已变更，或你没有查看权限', home: '回到首页', broken: '页面没有打开', brokenHint: '可能刚刚更新了版本，刷新后再试', reload: '刷新' },
  en: { missing: 'There is no such page', missingHint: 'The address may have changed, or you may not see it', home: 'Go to the first page', broken: 'This page did not open', brokenHint: 'There may be a new version, reload and try again', reload: 'Reload' },
});

export function Missing() {
  const t = useWords();
  return <Note title={t.missing} hint={t.missingHint}><Link to="/">{t.home}</Link></Note>;
}

/** A page that threw, or whose chunk could not be loaded. */
export function Broken() {
  const t = useWords();
  const error = useRouteError();
  return (
    <div role="alert">
      <Note icon={<WarningOutlined className="warning" />} title={t.broken} hint={<>{t.brokenHint} <code>{codeOf(error)}</code></>}>
        <Button onClick={() => location.reload()}>{t.reload}</Button>
      </Note>
    </div>
  );
}
