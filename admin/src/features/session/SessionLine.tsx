import { Button, Popconfirm, Tag } from 'antd';
import type { SessionRow } from '@scrm/shared/session';
import { words } from '../../kit/language';
import { Said } from '../../kit/person';

const useWords = words({
  zh: { current: '当前', kinds: { cookie: '管理后台', bearer: '侧边栏' } satisfies Record<SessionRow['kind'], string>, end: '退出', sure: (name: string) => `让「${name}」在这台设备上退出？`, no: '取消', unknown: '未知设备' },
  en: { current: 'This one', kinds: { cookie: 'Console', bearer: 'Sidebar' }, end: 'Sign out', sure: (name: string) => `Sign “${name}” out of this device?`, no: 'Cancel', unknown: 'Unknown device' },
});

/** A device by what its browser says of itself, in words. */
export function deviceOf(userAgent: string): string {
  const app = /wxwork/i.test(userAgent) ? 'WeCom' : /Edg\//.test(userAgent) ? 'Edge' : /Chrome\//.test(userAgent) ? 'Chrome' : /Firefox\//.test(userAgent) ? 'Firefox' : /Safari\//.test(userAgent) ? 'Safari' : '';
  const system = /iPhone|iPad/.test(userAgent) ? 'iOS' : /Android/.test(userAgent) ? 'Android' : /Windows/.test(userAgent) ? 'Windows' : /Mac OS/.test(userAgent) ? 'macOS' : /Linux/.test(userAgent) ? 'Linux' : '';
  return [app, system].filter(Boolean).join(' · ');
}

export function Device({ session }: { session: Pick<SessionRow, 'userAgent' | 'kind' | 'current'> }) {
  const t = useWords();
  return <span title={session.userAgent}>{deviceOf(session.userAgent) || t.unknown} <span className="soft">{t.kinds[session.kind]}</span> {session.current ? <Tag color="blue">{t.current}</Tag> : null}</span>;
}

export function EndSession({ session, onEnd, ending }: { session: SessionRow; onEnd: () => void; ending: boolean }) {
  const t = useWords();
  if (session.current) return null;
  return <Popconfirm title={<Said text={t.sure(session.name)} />} okText={t.end} cancelText={t.no} onConfirm={onEnd}><Button size="small" loading={ending} data-testid={`end-${session.id}`}>{t.end}</Button></Popconfirm>;
}
