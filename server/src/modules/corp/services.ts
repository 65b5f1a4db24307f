import type { Inbox } from '../../core/inbox/inbox';
import type { Metrics } from '../../core/metrics';
import type { SealedColumn } from '../../core/sealed';
import type { Secrets } from '../../core/secrets';
import type { Sessions } from '../../core/http/session';
import type { JobQueue } from '../../core/jobs/queue';
import type { Wecom, WecomApp } from '../../wecom/client';
import type { CallbackCrypto } from '../../wecom/crypto';

/** The suite whose provider we are. */
export interface Suite {
  suiteId: string;
  providerCorpId: string;
  crypto: CallbackCrypto;
}

declare module '../../core/services' {
  interface Services {
    /** Calls WeCom for one corp. */
    wecom(corpId: string): Promise<WecomApp>;
    /** Calls WeCom for the suite and the provider. */
    platform: Wecom;
    suite: Suite | null;
    secrets: Secrets;
    /** All columns, of all modules, that hold sealed text. */
    sealedColumns: readonly SealedColumn[];
    metrics: Metrics;
    sessions: Sessions;
    inbox: Inbox;
    queue: JobQueue;
    publicUrl: string;
    sandboxUrl: string | null;
    /** Where `ww-open-data` is loaded from. */
    openDataUrl: string;
  }
}
