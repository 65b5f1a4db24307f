import { App } from 'antd';
import { useEffect } from 'react';
import { useBlocker } from 'react-router-dom';
import { words } from './language';

const useWords = words({
  zh: { title: '离开此页？', text: '修改还没有保存，离开后会丢失。', leave: '离开', stay: '继续编辑' },
  en: { title: 'Leave this page?', text: 'The changes are not saved and will be lost.', leave: 'Leave', stay: 'Keep editing' },
});

/**
 * Asks before changes are lost, inside the console and when the tab is closed.
 * A page that has saved leaves by `replace`, which is not asked about.
 */
export function useLeaveGuard(changed: boolean): void {
  const t = useWords();
  const { modal } = App.useApp();
  const blocker = useBlocker(({ currentLocation, nextLocation, historyAction }) =>
    changed && historyAction !== 'REPLACE' && currentLocation.pathname !== nextLocation.pathname);

  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    const asked = modal.confirm({
      title: t.title, content: t.text, okText: t.leave, cancelText: t.stay, okButtonProps: { danger: true },
      onOk: () => blocker.proceed(), onCancel: () => blocker.reset(),
    });
    return () => asked.destroy();
  }, [blocker.state]);

  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [changed]);
}
