import { useQuery } from '@tanstack/react-query';
import { DatePicker, Form, Radio, Select, Skeleton, Tag } from 'antd';
import dayjs from 'dayjs';
import { Fragment, useDeferredValue, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import type { StaffRef } from '@scrm/shared/org';
import type { TagRef } from '@scrm/shared/tag';
import { acquaintances, scenes, type Acquaintance, type Scene } from '@scrm/shared/welcome-kind';
import type { Contender, Simulation } from '@scrm/shared/welcome-rule';
import { fill, nameIn } from '@scrm/shared/text';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Phone } from '../../kit/message/Phone';
import { useAllowed } from '../../kit/me';
import { Note } from '../../kit/note';
import { Said, StaffName } from '../../kit/person';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { TagPicker } from '../../kit/pick/TagPicker';
import '../live-code/live-code.css';
import { CodePicker, type Named, type PickKind } from './CodePicker';
import { DepartmentLabel } from './RuleAim';
import { useRuleWords } from './rule-words';

const useWords = words({
  zh: {
    staff: '添加哪位员工', codes: { liveCodes: '扫哪个活码（选填）', storeCodes: '扫哪个门店码（选填）', acquisition: '点哪个获客链接（选填）', stores: '在哪家门店（选填）' }, place: '从哪个投放位置', bare: '直接打开链接（企业微信不告知是哪个）', scene: '怎样添加', unknown: '不知道', at: '什么时候', customer: '哪位客户', pretend: '假设一位', search: '搜索客户', acquaintance: '新老客户', tags: '已有标签',
    pick: '选择员工', pickHint: '选择一位员工，看看客户添加时会收到哪条欢迎语，以及为什么。这里不会发送任何消息。', why: '为什么是这条', whyHint: (day: string, known: string) => `当天是${day}，按「${known}」判断。从上到下，第一条符合的发送。`, preview: '客户看到的样子', nobody: '没有规则和这次添加有关',
    sample: '李梅', added: (name: string) => `你已添加了${name}，现在可以开始聊天了。`, own: (name: string) => `活码「${name}」自带`, none: '这次添加不会收到欢迎语', blank: '客户添加后不会收到消息',
    invitations: { offered: (name: string) => `会带上群活码「${name}」的邀请`, alreadyIn: (name: string) => `已在「${name}」的群里，不再邀请`, noRoom: (name: string) => `群活码「${name}」没有空位，这次不邀请` },
  },
  en: {
    staff: 'Whom they add', codes: { liveCodes: 'By which live code (optional)', storeCodes: 'By which store code (optional)', acquisition: 'By which acquisition link (optional)', stores: 'At which store (optional)' }, place: 'From which place of it', bare: 'The bare link (WeCom does not tell which)', scene: 'How they came', unknown: 'Not known', at: 'When', customer: 'Which customer', pretend: 'A made-up one', search: 'Search customers', acquaintance: 'New or known', tags: 'Has tags',
    pick: 'Choose somebody', pickHint: 'Choose a staff member to see which welcome a customer would get, and why. Nothing is sent here.', why: 'Why this one', whyHint: (day: string, known: string) => `Judged for ${day.toLowerCase()} and a ${known.toLowerCase()} customer. From the top, the first that fits greets.`, preview: 'What the customer sees', nobody: 'No rule concerns this addition',
    sample: 'Li Mei', added: (name: string) => `You have added ${name}. You can chat now.`, own: (name: string) => `On the live code “${name}”`, none: 'This addition gets no welcome', blank: 'The customer gets no message',
    invitations: { offered: (name: string) => `With an invitation to the group code “${name}”`, alreadyIn: (name: string) => `Already in a group of “${name}”: not invited again`, noRoom: (name: string) => `The group code “${name}” has no room: no invitation` },
  },
});

type Codes = Record<PickKind, Named | null>;
const kinds = ['liveCodes', 'acquisition', 'storeCodes', 'stores'] as const satisfies readonly PickKind[];
const noCodes: Codes = { liveCodes: null, acquisition: null, storeCodes: null, stores: null };
interface Supposed { codes: Codes; placeId?: string; scene: Scene | null; at: number; customerId?: string; acquaintance: Acquaintance; tags: TagRef[] }

/** Which welcome would this addition get, and why? */
export function SimulatorPage() {
  const t = useWords();
  const names = useRuleWords();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('staff') ?? undefined;
  const [staff, setStaff] = useState<StaffRef[]>([]);
  const [supposed, setSupposed] = useState<Supposed>(() => ({ codes: noCodes, scene: null, at: Date.now(), acquaintance: 'new', tags: [] }));
  const allowed = useAllowed();
  // Nobody comes by a live code and by a link or a store's.
  const choose = (kind: PickKind, one: Named | null) => set({ codes: (kind === 'liveCodes' || kind === 'acquisition') && one ? { ...noCodes, [kind]: one } : { ...supposed.codes, [kind]: one }, placeId: undefined });
  const set = (change: Partial<Supposed>) => setSupposed((before) => ({ ...before, ...change }));
  const { liveCodes, acquisition, storeCodes, stores } = supposed.codes;
  /** What the code itself says of how they came. */
  const told: Scene | null = liveCodes ? 'liveCode' : acquisition ? 'link' : storeCodes ?? stores ? 'storeCode' : null;
  const staffId = staff[0]?.id ?? asked;
  const result = useQuery({
    ...ask('welcomeRules', 'simulate', { staffId: staffId ?? '', liveCodeId: liveCodes?.id, storeCodeId: storeCodes?.id, storeId: stores?.id, linkId: acquisition?.id, linkSourceId: supposed.placeId, scene: supposed.scene, at: supposed.at, customerId: supposed.customerId, acquaintance: supposed.acquaintance, tagIds: supposed.tags.map(({ id }) => id) }),
    enabled: staffId !== undefined, placeholderData: (before) => before,
  });
  const shownStaff = staff.length > 0 ? staff : result.data && staffId ? [result.data.staff] : [];

  return (
    <section className="simulator" data-testid="simulator">
      <div className="stack">
        <Form layout="vertical" className="panel simulator-form">
          <Form.Item label={t.staff} htmlFor="sim-staff"><StaffPicker id="sim-staff" label={t.staff} value={shownStaff} onChange={(chosen) => { setStaff(chosen.slice(-1)); setSearch(chosen.length > 0 ? { staff: chosen.at(-1)!.id } : {}, { replace: true }); }} /></Form.Item>
          {kinds.filter((kind) => allowed(`${kind}.list`)).map((kind) => (
            <Fragment key={kind}>
              <Form.Item label={t.codes[kind]} htmlFor={`sim-${kind}`}>
                <CodePicker id={`sim-${kind}`} kind={kind} label={t.codes[kind]} disabled={(liveCodes !== null && kind !== 'liveCodes') || (acquisition !== null && kind !== 'acquisition')} value={supposed.codes[kind] ? [supposed.codes[kind]] : []} onChange={(chosen) => choose(kind, chosen.at(-1) ?? null)} />
              </Form.Item>
              {kind === 'acquisition' && acquisition ? <Form.Item label={t.place} htmlFor="sim-place"><PlaceChoice linkId={acquisition.id} value={supposed.placeId} onChange={(placeId) => set({ placeId })} /></Form.Item> : null}
            </Fragment>
          ))}
          <Form.Item label={t.scene} htmlFor="sim-scene">
            <Select id="sim-scene" aria-label={t.scene} disabled={told !== null} allowClear placeholder={t.unknown} optionFilterProp="label" showSearch value={told ?? supposed.scene} onChange={(scene: Scene | undefined) => set({ scene: scene ?? null })} options={scenes.filter((scene) => told !== null || scene !== 'liveCode').map((scene) => ({ value: scene, label: names.scenes[scene] }))} />
          </Form.Item>
          <Form.Item label={t.at} htmlFor="sim-at"><DatePicker id="sim-at" showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" allowClear={false} style={{ width: '100%' }} value={dayjs(supposed.at)} onChange={(value) => set({ at: value!.valueOf() })} /></Form.Item>
          <Form.Item label={t.customer} htmlFor="sim-customer"><CustomerChoice value={supposed.customerId} onChange={(customerId) => set({ customerId })} /></Form.Item>
          {supposed.customerId ? null : (
            <>
              <Form.Item label={t.acquaintance}><Radio.Group optionType="button" value={supposed.acquaintance} options={acquaintances.map((one) => ({ value: one, label: names.acquaintances[one] }))} onChange={({ target }) => set({ acquaintance: target.value as Acquaintance })} /></Form.Item>
              <Form.Item label={t.tags} htmlFor="sim-tags"><TagPicker id="sim-tags" label={t.tags} value={supposed.tags} onChange={(tags) => set({ tags })} /></Form.Item>
            </>
          )}
        </Form>
        {staffId === undefined ? <div className="panel"><Note title={t.pick} hint={t.pickHint} /></div> : null}
        {staffId !== undefined && result.isPending ? <div className="panel"><Skeleton active /></div> : null}
        {result.error ? <div className="panel"><ErrorNote error={result.error} onAgain={() => void result.refetch()} /></div> : null}
        {result.data && staffId !== undefined ? <Path result={result.data} /> : null}
      </div>
      {result.data && staffId !== undefined ? <Seen result={result.data} /> : null}
    </section>
  );
}

function Path({ result }: { result: Simulation }) {
  const t = useWords();
  const names = useRuleWords();
  return (
    <section className="panel" aria-label={t.why} data-testid="contenders">
      <h2>{t.why}</h2>
      <p className="soft">{t.whyHint(names.days[result.dayKind], names.acquaintances[result.acquaintance])}</p>
      {result.contenders.length === 0 ? <p className="soft">{t.nobody}</p> : null}
      <ul className="contenders">
        {result.contenders.map((one, index) => (
          <li key={index} className={one.verdict === 'chosen' ? 'contender contender-chosen' : 'contender'}>
            <span className="soft small">{names.targets[one.target]}{one.department ? <><br /><DepartmentLabel department={one.department} /></> : null}</span>
            <span className="break">{one.ruleId ? <Link to={`/welcome/rules/${one.ruleId}`}>{one.name}</Link> : t.own(one.name)}</span>
            <Tag color={toneOf(one.verdict)}>{names.verdicts[one.verdict]}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}

const toneOf = (verdict: Contender['verdict']) => (verdict === 'chosen' ? 'success' : verdict === 'sceneUnknown' ? 'warning' : 'default');

function Seen({ result: { staff, message, invitation } }: { result: Simulation }) {
  const t = useWords();
  return (
    <aside className="editor-side" aria-label={t.preview}>
      <span className="soft small">{message ? t.preview : t.none}</span>
      <Phone title={<StaffName staff={staff} />} name={staff.name} avatarUrl={staff.avatarUrl} note={<Said text={t.added(nameIn(staff))} />} text={fill(message?.text ?? '', { customer: t.sample })} attachments={message?.attachments ?? []} blank={t.blank} />
      {invitation ? <Link className="small break" to={`/group-codes/${invitation.groupCodeId}`} data-testid="sim-invitation">{t.invitations[invitation.state](invitation.name)}</Link> : null}
    </aside>
  );
}

function PlaceChoice({ linkId, value, onChange }: { linkId: string; value: string | undefined; onChange: (id: string | undefined) => void }) {
  const t = useWords();
  const link = useQuery(ask('acquisition', 'get', { id: linkId }));
  return <Select id="sim-place" aria-label={t.place} allowClear placeholder={t.bare} loading={link.isPending} value={value} onChange={onChange} options={(link.data?.sources ?? []).map(({ id, name }) => ({ value: id, label: name }))} />;
}

function CustomerChoice({ value, onChange }: { value: string | undefined; onChange: (id: string | undefined) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim());
  const found = useQuery(ask('customers', 'list', { limit: 20, ...(keyword ? { keyword } : {}) }));
  return (
    <Select
      id="sim-customer" aria-label={t.customer} allowClear placeholder={t.pretend} value={value} onChange={onChange} loading={found.isFetching}
      showSearch={{ searchValue: typed, onSearch: setTyped, filterOption: false }} options={(found.data?.items ?? []).map(({ id, name, externalUserid }) => ({ value: id, label: name || externalUserid }))}
    />
  );
}
