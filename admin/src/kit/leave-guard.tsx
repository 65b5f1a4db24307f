import { App } from 'antd';
import { useEffect, useState } from 'react';
import { useBlocker } from 'react-router-dom';
import { words } from './language';

const useWords = words({
  zh: { title: '放弃修改？', text: '修改还没有保存，离开后会丢失。', leave: '离开', stay: '继续编辑' },
  en: { title: 'Leave without saving?', text: 'The changes are not saved and will be lost.', leave: 'Leave', stay: 'Keep editing' },
});

function useQuestion(): (leave: () => void, stay?: () => void) => { destroy: () => void } {
  const t = useWords();
  const { modal } = App.useApp();
  return (leave, stay) => modal.confirm({ title: t.title, content: t.text, okText: t.leave, cancelText: t.stay, okButtonProps: { danger: true }, onOk: leave, onCancel: stay });
}

/** How a drawer is closed in which something is edited: asks first when the value is not what it was at the beginning. */
export function useCloseGuard(value: unknown, close: () => void): () => void {
  const question = useQuestion();
  const now = JSON.stringify(value);
  const [before] = useState(now);
  return () => (now === before ? close() : void question(close));
}

/**
 * Asks before changes are lost, inside the console and when the tab is closed.
 * A page that has saved leaves by `replace`, which is not asked about.
 */
export function useLeaveGuard(changed: boolean): void {
  const question = useQuestion();
  const blocker = useBlocker(({ currentLocation, nextLocation, historyAction }) =>
    changed && historyAction !== 'REPLACE' && currentLocation.pathname !== nextLocation.pathname);

  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    const asked = question(() => blocker.proceed(), () => blocker.reset());
    return () => asked.destroy();
  }, [blocker.state]);

  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [changed]);
}
