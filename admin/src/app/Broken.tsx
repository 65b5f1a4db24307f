import { Button, Result } from 'antd';
import { Link, useRouteError } from 'react-router-dom';
import { words } from '../kit/language';
import { codeOf } from '../kit/problem';

const useWords = words({
  zh: { missing: '没有这个页面', missingHint: '地址可能已变更，或你没有查看权限', home: '回到首页', broken: '页面没有打开', brokenHint: '可能刚刚更新了版本，刷新后再试', reload: '刷新' },
  en: { missing: 'There is no such page', missingHint: 'The address may have changed, or you may not see it', home: 'Go to the first page', broken: 'This page did not open', brokenHint: 'There may be a new version, reload and try again', reload: 'Reload' },
});

export function Missing() {
  const t = useWords();
  return <Result status="404" icon={null} title={t.missing} subTitle={t.missingHint} extra={<Link to="/">{t.home}</Link>} />;
}

/** A page that threw, or whose chunk could not be loaded. */
export function Broken() {
  const t = useWords();
  const error = useRouteError();
  return (
    <div role="alert">
      <Result
        status="warning" title={t.broken} subTitle={<>{t.brokenHint} <code>{codeOf(error)}</code></>}
        extra={<Button onClick={() => location.reload()}>{t.reload}</Button>}
      />
    </div>
  );
}
