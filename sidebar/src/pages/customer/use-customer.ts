import { useCallback, useEffect, useRef, useState } from 'react';
import { isError } from '@scrm/shared/client';
import type { CustomerDetail } from '@scrm/shared/customer';
import type { GroupDetail } from '@scrm/shared/group-chat';
import { api } from '../../kit/api';
import { whoseChat, type Chat } from '../../kit/wecom';

export type Found =
  | { state: 'loading' }
  | { state: 'obstacle'; chat: Extract<Chat, { kind: 'obstacle' }> }
  | { state: 'failed'; error: unknown }
  /** WeCom knows this person, we do not. */
  | { state: 'notYet'; externalUserid: string }
  /** Beside a customer group. */
  | { state: 'group'; group: GroupDetail }
  /** WeCom knows this group, we do not, or it is not for this person to see. */
  | { state: 'unknownGroup' }
  | { state: 'gone' }
  | { state: 'here'; customer: CustomerDetail };

/** Finds the customer of the chat that the page stands beside. */
export function useCustomer() {
  const [found, setFound] = useState<Found>({ state: 'loading' });
  const beside = useRef<string | null>(null);
  const turn = useRef(0);

  const load = useCallback(async (externalUserid: string) => {
    const mine = ++turn.current;
    const customer = await api.customers.byExternalUserid({ externalUserid });
    if (mine !== turn.current) return;
    setFound(customer ? { state: 'here', customer } : { state: 'notYet', externalUserid });
  }, []);

  /** Asks WeCom, then us. The same person as before stays on screen meanwhile. */
  const find = useCallback(async () => {
    const chat = await whoseChat();
    if (chat.kind === 'obstacle') {
      beside.current = null;
      return setFound({ state: 'obstacle', chat });
    }
    if (chat.kind === 'group') {
      const mine = ++turn.current;
      // Nobody may take the customer of the chat before for somebody in this group.
      if (chat.chatId !== beside.current) setFound({ state: 'loading' });
      beside.current = chat.chatId;
      return api.groupChats.byChatId({ chatId: chat.chatId }).then(
        (group) => { if (mine === turn.current) setFound(group ? { state: 'group', group } : { state: 'unknownGroup' }); },
        (error: unknown) => setFound({ state: 'failed', error }),
      );
    }
    if (chat.externalUserid !== beside.current) setFound({ state: 'loading' });
    beside.current = chat.externalUserid;
    await load(chat.externalUserid).catch((error: unknown) => setFound(isError(error, 'not_found') ? { state: 'gone' } : { state: 'failed', error }));
  }, [load]);

  const restart = useCallback(() => {
    setFound({ state: 'loading' });
    void find();
  }, [find]);

  /** Reads the same person again; rejects when that fails. */
  const reload = useCallback(async () => {
    if (!beside.current) return;
    await load(beside.current).catch((error: unknown) => {
      if (!isError(error, 'not_found')) throw error;
      setFound({ state: 'gone' });
    });
  }, [load]);

  /** A changed record came back from a call: show it at once, and let no older answer overwrite it. */
  const show = useCallback((customer: CustomerDetail) => {
    turn.current++;
    setFound({ state: 'here', customer });
  }, []);

  useEffect(() => void find(), [find]);

  // On a desktop the sidebar may stay open while the person goes to another chat.
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== 'visible') return;
      void whoseChat().then((chat) => {
        const now = chat.kind === 'customer' ? chat.externalUserid : chat.kind === 'group' ? chat.chatId : beside.current;
        if (now !== beside.current) void find();
      });
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [find]);

  return { found, beside: beside.current, restart, reload, show };
}
