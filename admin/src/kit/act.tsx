import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useContext } from 'react';
import type { Api } from '@scrm/shared/api';
import { MeContext } from './me';
import { Said } from './person';
import { codeOf, sentenceOf } from './problem';

export interface ActOptions<R> {
  /** What is said when it worked; nothing when the screen itself shows it. */
  done?: string | ((reply: R) => string);
  /** Domains whose queries are asked again. */
  touches?: (keyof Api)[];
  onDone?: (reply: R) => void;
  /** True: the screen shows the failure itself, beside the form. */
  quiet?: boolean;
}

/** An action of a person: waiting (`isPending`), done (a word), failed (the server's sentence with its code). */
export function useAct<I, R>(act: (input: I) => Promise<R>, options: ActOptions<R> = {}) {
  const { message, notification } = App.useApp();
  const queries = useQueryClient();
  const me = useContext(MeContext);
  return useMutation({
    mutationFn: act,
    onSuccess: (reply) => {
      const { done } = options;
      if (done) void message.success(typeof done === 'function' ? done(reply) : done);
      for (const domain of options.touches ?? []) void queries.invalidateQueries({ queryKey: [domain] });
      options.onDone?.(reply);
    },
    onError: (error) => {
      if (options.quiet) return;
      // It hangs above whoever is signed in, and names of staff need to know who that is.
      notification.error({ title: <MeContext.Provider value={me}><Said text={sentenceOf(error)} /></MeContext.Provider>, description: codeOf(error), placement: 'topRight' });
    },
  });
}
