import { useEffect } from 'react';
import type { ApiCall, Contact, Delivery, SandboxState } from '../../control';
import { go, useAddress } from './address';
import { withQuery } from './api';
import { Clock } from './controls/Clock';
import { Crowd, readCrowd } from './controls/Crowd';
import { Faults } from './controls/Faults';
import { Reset } from './controls/Reset';
import { useNow } from './controls/clock-time';
import { CustomerPhone } from './customer/CustomerPhone';
import type { LiveCode } from './customer/Scan';
import { Events } from './events/Events';
import { useRecords } from './events/records';
import { Head } from './Head';
import { Failed, Waiting } from './kit/States';
import { openStream, useLive, useStatus } from './live';
import { NotInstalled } from './NotInstalled';
import { Path } from './Path';
import { useLanguage, useTheme } from './preferences';
import { StaffPhone } from './staff/StaffPhone';
import { SpeakProvider, wordsOf } from './words';

const tabs = ['customer', 'events', 'staff'] as const;

export function App() {
  const address = useAddress();
  const words = wordsOf(useLanguage(address.lang));
  const theme = useTheme(address.theme);
  const status = useStatus();
  const state = useLive<SandboxState>('/state', ['clock', 'contact', 'call', 'delivery']);
  const codes = useLive<LiveCode[]>('/codes', ['call']);
  const deliveries = useRecords<Delivery>('/deliveries', 'delivery');
  const calls = useRecords<ApiCall>('/calls', 'call');
  const now = useNow(state.data?.now, 60_000);
  const person = state.data?.people.find((p) => p.id === address.person) ?? state.data?.people[0];
  const contacts = useLive<Contact[]>(person ? withQuery('/contacts', { person: person.id }) : null, ['contact', 'chat']);

  useEffect(openStream, []);
  useEffect(() => {
    document.documentElement.lang = words.lang;
    document.title = words.title;
  }, [words]);

  const corp = state.data?.corps.find((c) => c.key === address.corp) ?? state.data?.corps[0];
  if (!state.data || !corp) {
    return (
      <SpeakProvider value={words}>
        <div className="alone"><h1>{words.title}</h1>{state.error ? <Failed error={state.error} onRetry={state.reload} /> : <Waiting rows={3} />}</div>
      </SpeakProvider>
    );
  }

  const { corps, people, faults } = state.data;
  const staff = corp.staff.find((s) => s.userid === address.staff) ?? corp.staff.find((s) => s.canReceive) ?? corp.staff[0];
  const tab = tabs.find((name) => name === address.tab) ?? 'customer';
  const crowd = readCrowd(address.scans);
  const consoleUrl = consoleOf(deliveries.records);
  const shown = { ...address, corp: corp.key };
  const reload = () => { void state.reload(); void codes.reload(); void contacts.reload(); deliveries.clear(); calls.clear(); };

  return (
    <SpeakProvider value={words}>
      <div className="page" data-tab={tab}>
        <Head corps={corps} corp={corp} offline={Boolean(state.error)} status={status} theme={theme} />
        <Path corp={corp} codes={codes.data} contacts={contacts.data} calls={calls.records} consoleUrl={consoleUrl} />
        {!corp.installed && <NotInstalled corp={corp} consoleUrl={consoleUrl} onChange={state.reload} />}
        <div className="switch" role="group" aria-label={words.title}>
          {tabs.map((name) => (
            <button key={name} aria-pressed={tab === name} data-testid={`tab-${name}`} onClick={() => go({ tab: name }, 'replace')}>{words.tabs[name]}</button>
          ))}
        </div>
        <main className="stage">
          <CustomerPhone corps={corps} people={people} person={person} contacts={contacts} codes={codes} address={shown} now={now} consoleUrl={consoleUrl} onNewPerson={state.reload} />
          <div className="middle">
            <Clock told={state.data.now} onMove={state.reload} />
            <Faults faults={faults} seenPaths={[...new Set(calls.records.map((c) => c.path))]} onChange={state.reload} />
            {crowd && <Crowd run={crowd} corp={corps.find((c) => c.key === crowd.corp)} deliveries={deliveries.records} calls={calls.records} />}
            <Events corps={corps} corp={corp} deliveries={deliveries.records} calls={calls.records} address={address} />
            <Reset onDone={reload} />
          </div>
          <StaffPhone corp={corp} staff={staff} address={shown} now={now} />
        </main>
      </div>
    </SpeakProvider>
  );
}

/** The console lives where the callbacks go; before the first one, where `npm start` puts it. */
function consoleOf(deliveries: Delivery[]): string {
  const url = deliveries.at(-1)?.url;
  const origin = url && URL.canParse(url) ? new URL(url).origin : `${location.protocol}//${location.hostname}:3000`;
  return `${origin}/admin/`;
}
