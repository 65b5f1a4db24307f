import { useState } from 'react';
import type { Me } from '@scrm/shared/session';
import type { CustomerDetail } from '@scrm/shared/customer';
import { useExplain } from '../../kit/explain';
import { useWords } from '../../kit/language';
import { Notice } from '../../kit/Notice';
import { Screen } from '../../kit/Screen';
import { useWhileShown } from '../../kit/while-shown';
import { About } from './About';
import { Attributes } from './Attributes';
import { Brief } from './Brief';
import { Consents } from './Consents';
import { Followers } from './Followers';
import { Greet } from './Greet';
import { GroupCard } from './GroupCard';
import { Notes } from './Notes';
import { PersonHeader } from './PersonHeader';
import { StageLine } from './StageLine';
import { Tags } from './Tags';
import { TeamNotes } from './TeamNotes';
import { Timeline } from './Timeline';
import { useCustomer } from './use-customer';
import { useStandings } from './use-standings';
import { useTimeline } from './use-timeline';
import { words } from './words';
import './index.scss';

/** How soon a change made elsewhere is seen. */
const lookEvery = 5_000;

export default function CustomerPage() {
  return <Screen tab="customer">{(me) => <BesideChat me={me} />}</Screen>;
}

function BesideChat({ me }: { me: Me }) {
  const { found, beside, restart, reload, show } = useCustomer();
  const w = useWords(words);
  const explain = useExplain();
  useWhileShown(lookEvery, async () => {
    if (found.state === 'notYet') await reload().catch(() => {});
  });

  switch (found.state) {
    case 'loading':
      return <div className="notice" role="status" data-testid="customer-loading"><i className="spinner large" /><p className="notice-text">{w.loading}</p></div>;
    case 'obstacle': {
      const { obstacle, error, detail } = found.chat;
      const { title, text } = w.obstacles[obstacle];
      return <Notice test={`obstacle-${obstacle}`} title={title} text={text || explain(error)} detail={detail} action={{ name: w.again, act: restart }} />;
    }
    case 'failed':
      return <Notice test="customer-failed" title={w.failed} text={explain(found.error)} action={{ name: w.again, act: restart }} />;
    case 'notYet':
      return <Notice test="customer-not-yet" title={w.notYet} text={w.notYetText} action={{ name: w.again, act: restart }} />;
    case 'group':
      return <GroupCard key={found.group.id} group={found.group} />;
    case 'unknownGroup':
      return <Notice test="group-unknown" title={w.unknownGroup} text={w.unknownGroupText} action={{ name: w.again, act: restart }} />;
    case 'gone':
      return <Notice test="customer-gone" title={w.gone} text={w.goneText} action={{ name: w.again, act: restart }} />;
    case 'here':
      return <Customer key={found.customer.id} me={me} customer={found.customer} beside={beside} reload={reload} show={show} />;
  }
}

function Customer({ me, customer, beside, reload, show }: {
  me: Me; customer: CustomerDetail; beside: string | null; reload: () => Promise<void>; show: (customer: CustomerDetail) => void;
}) {
  const w = useWords(words);
  const { timeline, error, start, refresh, loadMore } = useTimeline(customer.id);
  const stage = useStandings(customer.id);
  const [stale, setStale] = useState(false);
  const [mark, setMark] = useState(0);
  const own = customer.follows.filter(({ staff }) => staff.id === me.staffId);
  // Whom one has by two accounts is shown by the one of this chat.
  const follow = own.find(({ account }) => (account || customer.externalUserid) === beside) ?? own[0];

  const changed = (next: CustomerDetail) => {
    show(next);
    void refresh().catch(() => {});
  };
  useWhileShown(lookEvery, async () => {
    try {
      if (await refresh()) {
        await Promise.all([reload(), stage.load()]);
        setMark((before) => before + 1);
      }
      setStale(false);
    } catch {
      setStale(true);
    }
  });

  return (
    <>
      <PersonHeader customer={customer} follow={follow}>
        <StageLine me={me} customerId={customer.id} standings={stage.standings} error={stage.error} load={() => void stage.load()} show={(next) => { stage.show(next); void refresh().catch(() => {}); }} />
      </PersonHeader>
      {stale && <p className="stale" role="status">{w.stale}</p>}
      <div className="scroll" data-testid="customer">
        <Greet me={me} customerId={customer.id} changed={() => void refresh().catch(() => {})} />
        <Brief customerId={customer.id} />
        <Tags me={me} customer={customer} follow={follow} changed={changed} />
        <TeamNotes me={me} customerId={customer.id} mark={mark} changed={() => void refresh().catch(() => {})} />
        <Notes me={me} customer={customer} follow={follow} changed={changed} />
        <Attributes me={me} customerId={customer.id} changed={() => void refresh().catch(() => {})} />
        <About customer={customer} />
        <Consents me={me} customerId={customer.id} changed={() => void refresh().catch(() => {})} />
        <Followers customer={customer} me={me} />
        <Timeline timeline={timeline} error={error} again={start} loadMore={loadMore} />
      </div>
    </>
  );
}
