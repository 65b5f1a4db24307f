import { useQuery } from '@tanstack/react-query';
import { Segmented, Table, Tooltip } from 'antd';
import { useState } from 'react';
import type { GroupCode, GroupCodeList, GroupNumbers } from '@scrm/shared/group-code';
import { askPage } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { SkeletonRows } from '../../kit/list/ListPage';
import { absolute } from '../../kit/time';
import { RowsDrawer, type Opened } from './RowsDrawer';
import { Trend } from './Trend';
import { useGroupCodeWords } from './words';

const useWords = words({
  zh: {
    title: '数据', periods: { 7: '近 7 天', 30: '近 30 天', 90: '近 90 天' }, group: '群', first: '展示时间', counted: { exact: '', likely: '估算', untold: '企业微信不告知' },
    hints: {
      scans: '页面被打开的次数（PV）', visitors: '打开过页面的人，按浏览器计（UV）', shown: '期间最后一次看到群的访客', turnedAway: '打开时没有空位、已停用或已到期', joined: '通过这个活码进群的人次，企业微信逐人告知来自哪个入口', left: '其中在期间内退群的',
      unjoined: '看到群但没有进群的访客。企业微信不告诉是哪一位进了群，按先看到先进群对应',
    },
    likelyHint: '通过群自己的二维码进群，企业微信不说明来源；在有人看过这张图片时进群的，计入这里', untoldHint: '没有选择图片对应的群，企业微信不会告知', none: '这段时间没有人扫码',
  },
  en: {
    title: 'Figures', periods: { 7: 'Last 7 days', 30: 'Last 30 days', 90: 'Last 90 days' }, group: 'Group', first: 'Shown', counted: { exact: '', likely: 'guessed', untold: 'not told by WeCom' },
    hints: {
      scans: 'How often the page was opened (PV)', visitors: 'People who opened it, by browser (UV)', shown: 'Visitors who saw a group last within this time', turnedAway: 'Openings that met a full, closed or ended code', joined: 'Stays in groups by this code; WeCom tells for each by which entry', left: 'Of these, who left within this time',
      unjoined: 'Visitors who saw a group and are not in it. WeCom does not tell which visitor came in: the first who saw it counts as the first who came',
    },
    likelyHint: 'By a group’s own code WeCom names no source; who comes while somebody was shown this picture counts here', untoldHint: 'No group was chosen for the picture, so WeCom tells nothing', none: 'Nobody scanned it in this time',
  },
});

const figures = ['scans', 'visitors', 'shown', 'unjoined', 'turnedAway', 'joined', 'left'] as const satisfies readonly GroupCodeList[];
const day = 86_400_000;

/** Each number opens its list. */
export function Numbers({ code }: { code: GroupCode }) {
  const t = useWords();
  const g = useGroupCodeWords();
  const [period, setPeriod] = useState<7 | 30 | 90>(7);
  const to = new Date().setHours(24, 0, 0, 0);
  const range = { id: code.id, from: to - period * day, to };
  const numbers = useQuery({ ...askPage('groupCodes', 'numbers', range), refetchInterval: 30_000 });
  const [opened, setOpened] = useState<Opened>();
  return (
    <section className="stack" data-testid="numbers">
      <div className="between"><h2>{t.title}</h2><Segmented<7 | 30 | 90> value={period} onChange={setPeriod} options={([7, 30, 90] as const).map((value) => ({ value, label: t.periods[value] }))} /></div>
      {numbers.isPending ? <SkeletonRows count={2} /> : null}
      {numbers.error && !numbers.data ? <div className="panel"><ErrorNote error={numbers.error} onAgain={() => void numbers.refetch()} /></div> : null}
      {numbers.data ? (
        <>
          <Figures label={t.title}>
            {figures.map((list) => <Figure key={list} name={g.lists[list]} value={figure(numbers.data[list])} hint={t.hints[list]} testId={`figure-${list}`} tone={list === 'turnedAway' && numbers.data[list] > 0 ? 'warning' : undefined} onPress={() => setOpened({ list, title: g.lists[list] })} />)}
          </Figures>
          {numbers.data.scans > 0 ? <div className="panel"><Trend days={numbers.data.days} /></div> : null}
          <ByGroup rows={numbers.data.groups} onOpen={setOpened} />
        </>
      ) : null}
      {opened ? <RowsDrawer range={range} opened={opened} onClose={() => setOpened(undefined)} /> : null}
    </section>
  );
}

function ByGroup({ rows, onOpen }: { rows: GroupNumbers['groups']; onOpen: (opened: Opened) => void }) {
  const t = useWords();
  const g = useGroupCodeWords();
  type Row = (typeof rows)[number];
  const number = (list: 'scans' | 'joined' | 'left' | 'unjoined', row: Row) => {
    if (row.counted === 'untold' && list !== 'scans') return <Tooltip title={t.untoldHint}><span className="soft small">{t.counted.untold}</span></Tooltip>;
    const title = `${row.name || g.unnamed} · ${g.lists[list]}`;
    return <button type="button" className="link-button figures" onClick={() => onOpen({ list, title, entryId: row.entryId, ...(row.groupId && { groupId: row.groupId }) })}>{figure(row[list])}</button>;
  };
  return (
    <div className="panel flush">
      <Table<Row>
        rowKey={(row) => `${row.entryId}:${row.groupId}`} size="middle" pagination={false} dataSource={rows} scroll={{ x: 720 }} locale={{ emptyText: t.none }}
        columns={[
          { key: 'name', title: t.group, width: 220, render: (_, row) => <span>{row.name || g.unnamed} {row.counted === 'likely' ? <Tooltip title={t.likelyHint}><span className="soft small">{t.counted.likely}</span></Tooltip> : null}</span> },
          { key: 'scans', title: g.lists.scans, align: 'right', width: 90, render: (_, row) => number('scans', row) },
          { key: 'visitors', title: g.lists.visitors, align: 'right', width: 90, render: (_, row) => <span className="figures">{figure(row.visitors)}</span> },
          { key: 'joined', title: g.lists.joined, align: 'right', width: 90, render: (_, row) => number('joined', row) },
          { key: 'left', title: g.lists.left, align: 'right', width: 90, render: (_, row) => number('left', row) },
          { key: 'unjoined', title: g.lists.unjoined, align: 'right', width: 130, render: (_, row) => number('unjoined', row) },
          { key: 'first', title: t.first, width: 220, render: (_, row) => (row.firstAt === null ? '–' : <span className="soft small figures">{absolute(row.firstAt).slice(5, 16)} – {absolute(row.lastAt!).slice(5, 16)}</span>) },
        ]}
      />
    </div>
  );
}
