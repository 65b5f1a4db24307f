import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';

/** Enters a corp. What was read in another one is forgotten first, so that no row of it is shown for a moment. */
export function useEnter(onEntered: () => void) {
  const queries = useQueryClient();
  return useAct((input: { corpId: string }) => api.session.enter(input), {
    onDone: (me) => {
      queries.clear();
      queries.setQueryData(ask('session', 'me', {}).queryKey, me);
      onEntered();
    },
  });
}
