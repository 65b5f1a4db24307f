import { useQuery } from '@tanstack/react-query';
import { Progress, Tag } from 'antd';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { SkeletonRows } from '../../kit/list/ListPage';
import { PageHead } from '../../kit/page-head';
import { Ago, Until, useNow } from '../../kit/time';
import type { WecomStatus } from './reply';
import './system.css';

const useWords = words({
  zh: {
    title: '企业微信', about: '调用企业微信所用的凭证、额度，以及最近的错误。', lastCallback: '最近回调', ticket: '最近 suite_ticket', ticketHint: '企业微信每 10 分钟推送一次，超过 20 分钟没有收到需要检查', none: '没有', tokens: '凭证', fetched: '取得', expires: '到期', expired: '已过期', noTokens: '还没有取过凭证', quotas: '调用额度', minute: '每分钟', hour: '每小时', blocked: '额度用尽，恢复于', noQuotas: '最近没有调用', errors: '最近的错误', noErrors: '最近没有错误',
    kinds: { suite: '第三方应用', provider: '服务商', corp: '企业', jsapi: '企业 JS-SDK', agent: '应用 JS-SDK' } as Record<string, string>, recent: '最近错误',
  },
  en: {
    title: 'WeCom', about: 'The tokens and quota used to call WeCom, and the latest errors.', lastCallback: 'Last callback', ticket: 'Last suite_ticket', ticketHint: 'WeCom sends one every 10 minutes; look into it when none came for 20', none: 'None', tokens: 'Tokens', fetched: 'Fetched', expires: 'Expires', expired: 'Expired', noTokens: 'No token was fetched yet', quotas: 'Quota', minute: 'Per minute', hour: 'Per hour', blocked: 'Used up, back', noQuotas: 'No calls lately', errors: 'Latest errors', noErrors: 'No errors lately',
    kinds: { suite: 'Third-party app', provider: 'Provider', corp: 'Company', jsapi: 'Company JS-SDK', agent: 'App JS-SDK' } as Record<string, string>, recent: 'Latest errors',
  },
});

const staleTicket = 20 * 60_000;

export function WecomPage() {
  const t = useWords();
  const now = useNow();
  const status = useQuery({ ...ask('wecom', 'status', {}), refetchInterval: 15_000 });
  if (status.isPending) return <section className="stack"><PageHead title={t.title} about={t.about} /><SkeletonRows /></section>;
  if (!status.data) return <section className="stack"><PageHead title={t.title} /><div className="panel"><ErrorNote error={status.error} onAgain={() => void status.refetch()} /></div></section>;
  const { suiteTicketAt, lastCallbackAt, tokens, quotas, errors } = status.data;
  return (
    <section className="stack" data-testid="wecom">
      <PageHead title={t.title} about={t.about} />
      <Figures label={t.title}>
        <Figure testId="last-callback" name={t.lastCallback} value={<span className="figure-words"><Ago at={lastCallbackAt} empty={t.none} /></span>} />
        <Figure testId="suite-ticket" name={t.ticket} hint={t.ticketHint} tone={suiteTicketAt !== null && now - suiteTicketAt > staleTicket ? 'warning' : undefined} value={<span className="figure-words"><Ago at={suiteTicketAt} empty={t.none} /></span>} />
        <Figure testId="recent-errors" name={t.recent} tone={errors.length > 0 ? 'warning' : undefined} value={figure(errors.length)} />
      </Figures>
      <Tokens tokens={tokens} />
      <Quotas quotas={quotas} />
      <Errors errors={errors} />
    </section>
  );
}

function Tokens({ tokens }: { tokens: WecomStatus['tokens'] }) {
  const t = useWords();
  const now = useNow();
  return (
    <section className="panel stack" aria-label={t.tokens}>
      <h2>{t.tokens}</h2>
      {tokens.length === 0 ? <p className="soft">{t.noTokens}</p> : (
        <div className="rows">
          {tokens.map((token) => (
            <div key={`${token.kind} ${token.owner}`} className="rows-row rows-tokens">
              <span>{t.kinds[token.kind] ?? token.kind}</span>
              <span className="mono ellipsis" title={token.owner}>{token.owner}</span>
              <span className="soft">{t.fetched} <Ago at={token.fetchedAt} /></span>
              <span>{token.expiresAt < now ? <Tag color="warning">{t.expired}</Tag> : <span className="soft">{t.expires} <Until at={token.expiresAt} /></span>}</span>
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

function Quotas({ quotas }: { quotas: WecomStatus['quotas'] }) {
  const t = useWords();
  return (
    <section className="panel stack" aria-label={t.quotas}>
      <h2>{t.quotas}</h2>
      {quotas.length === 0 ? <p className="soft">{t.noQuotas}</p> : (
        <div className="rows">
          {quotas.map((quota) => (
            <div key={quota.api} className="rows-row rows-quotas" data-testid={`quota-${quota.api}`}>
              <span className="stack-tight"><code className="break">{quota.api}</code>{quota.blockedUntil === null ? null : <span className="danger small">{t.blocked} <Until at={quota.blockedUntil} /></span>}</span>
              <Share name={t.minute} used={quota.usedMinute} limit={quota.limitMinute} />
              <Share name={t.hour} used={quota.usedHour} limit={quota.limitHour} />
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

/** How much of a limit is used: calm, then warning from 70 %, danger from 90 %. */
function Share({ name, used, limit }: { name: string; used: number; limit: number }) {
  const share = limit > 0 ? used / limit : 0;
  return (
    <span className="share">
      <span className="between small"><span className="soft">{name}</span><span className="figures">{figure(used)} / {figure(limit)}</span></span>
      <Progress percent={Math.min(100, share * 100)} showInfo={false} size="small" strokeColor={share >= 0.9 ? 'var(--danger)' : share >= 0.7 ? 'var(--warning)' : 'var(--accent)'} aria-label={name} />
    </span>
  );
}

function Errors({ errors }: { errors: WecomStatus['errors'] }) {
  const t = useWords();
  return (
    <section className="panel stack" aria-label={t.errors}>
      <h2>{t.errors}</h2>
      {errors.length === 0 ? <p className="soft">{t.noErrors}</p> : (
        <div className="rows">
          {errors.map((error, index) => (
            <div key={index} className="rows-row rows-errors">
              <span className="soft"><Ago at={error.at} /></span>
              <code className="break">{error.api}</code>
              <Tag color="error">{error.errcode}</Tag>
              <span className="soft break">{error.message}</span>
            </div>
          ))}
        </div>
      )}
    </section>
  );
}
