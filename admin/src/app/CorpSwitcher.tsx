import { CheckOutlined, SwapOutlined } from '@ant-design/icons';
import { Dropdown } from 'antd';
import { useNavigate } from 'react-router-dom';
import { useEnter } from '../features/session/enter';
import { useKindNames } from '../features/session/kinds';
import { marks, words } from '../kit/language';
import { useMe } from '../kit/me';
import { Person } from '../kit/person';

const useWords = words({ zh: { change: '切换企业' }, en: { change: 'Change company' } });

/** Which company one works in; with several, the way to another. */
export function CorpSwitcher() {
  const t = useWords();
  const kinds = useKindNames();
  const navigate = useNavigate();
  const { corp, corps } = useMe();
  const enter = useEnter(() => navigate('/'));
  const shown = <Person name={corp.name} url={corp.logoUrl} second={kinds[corp.kind]} />;

  if (corps.length < 2) return <div className="corp-switcher" data-testid="corp-switcher">{shown}</div>;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true, selectedKeys: [corp.id], className: 'corp-choice',
        items: corps.map((one) => ({
          key: one.id,
          label: <span className="between" data-testid={`switch-${one.kind}`}><Person name={one.name} url={one.logoUrl} second={kinds[one.kind]} size={28} />{one.id === corp.id ? <CheckOutlined /> : null}</span>,
        })),
        onClick: ({ key }) => key !== corp.id && enter.mutate({ corpId: key }),
      }}
    >
      <button type="button" className="corp-switcher" aria-label={`${t.change}${marks().colon}${corp.name}`} data-testid="corp-switcher" aria-busy={enter.isPending}>
        {shown}<SwapOutlined className="soft" spin={enter.isPending} />
      </button>
    </Dropdown>
  );
}
