import { CheckCircleOutlined, ClockCircleOutlined, EditOutlined, ExclamationCircleOutlined, FormOutlined, MergeCellsOutlined, NodeIndexOutlined, RedEnvelopeOutlined, SplitCellsOutlined, SwapOutlined, SyncOutlined, TagOutlined, UserAddOutlined, UserDeleteOutlined, UsergroupAddOutlined, UsergroupDeleteOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { words } from '../../kit/language';
import { Said, StaffName } from '../../kit/person';
import { Clock, milliseconds } from '../../kit/time';
import type { Activity } from './detail';
import { useActivityText } from './activity-text';
import { UndoMerge } from './UndoMerge';

const icons: Record<Activity['kind'], { icon: ReactNode; tone: string }> = {
  'customer.added': { icon: <UserAddOutlined />, tone: 'success' },
  'customer.welcomed': { icon: <CheckCircleOutlined />, tone: 'success' },
  'customer.welcomeMissed': { icon: <ExclamationCircleOutlined />, tone: 'warning' },
  'customer.tagged': { icon: <TagOutlined />, tone: 'soft' },
  'customer.untagged': { icon: <TagOutlined />, tone: 'soft' },
  'customer.remarked': { icon: <EditOutlined />, tone: 'soft' },
  'customer.lost': { icon: <UserDeleteOutlined />, tone: 'danger' },
  'customer.edited': { icon: <EditOutlined />, tone: 'soft' },
  'customer.half': { icon: <ClockCircleOutlined />, tone: 'soft' },
  'customer.merged': { icon: <MergeCellsOutlined />, tone: 'success' },
  'customer.unmerged': { icon: <SplitCellsOutlined />, tone: 'warning' },
  'group.joined': { icon: <UsergroupAddOutlined />, tone: 'success' },
  'group.left': { icon: <UsergroupDeleteOutlined />, tone: 'soft' },
  'customer.synced': { icon: <SyncOutlined />, tone: 'soft' },
  'customer.stageMoved': { icon: <NodeIndexOutlined />, tone: 'soft' },
  'customer.noted': { icon: <FormOutlined />, tone: 'soft' },
  'customer.handedOver': { icon: <SwapOutlined />, tone: 'soft' },
  'customer.takenOver': { icon: <SwapOutlined />, tone: 'success' },
  'consent.given': { icon: <CheckCircleOutlined />, tone: 'success' },
  'consent.withdrawn': { icon: <ExclamationCircleOutlined />, tone: 'warning' },
  'privacy.exported': { icon: <ExclamationCircleOutlined />, tone: 'soft' },
  'customer.restored': { icon: <UserAddOutlined />, tone: 'success' },
  'redPacket.sent': { icon: <RedEnvelopeOutlined />, tone: 'soft' },
  'redPacket.claimed': { icon: <RedEnvelopeOutlined />, tone: 'success' },
  'redPacket.returned': { icon: <RedEnvelopeOutlined />, tone: 'soft' },
};

const useWords = words({ zh: { took: (ms: string) => `用时 ${ms}` }, en: { took: (ms: string) => `in ${ms}` } });

/** One line of the timeline: what, by whom, when, and what is known of why. */
export function ActivityRow({ activity }: { activity: Activity }) {
  const t = useWords();
  const text = useActivityText();
  const { icon, tone } = icons[activity.kind];
  const { title, details } = text(activity);
  const ms = activity.kind === 'customer.welcomed' && typeof activity.data.ms === 'number' ? t.took(milliseconds(activity.data.ms)) : '';
  return (
    <li className="timeline-row" data-testid={`activity-${activity.kind}`}>
      <span className={`timeline-icon ${tone}`} aria-hidden>{icon}</span>
      <div className="timeline-text">
        <div><Said text={title} />{activity.staff ? <span className="soft"> · <StaffName staff={activity.staff} /></span> : null}{ms ? <span className="soft"> · {ms}</span> : null}</div>
        {activity.kind === 'customer.merged' ? <UndoMerge data={activity.data} /> : null}
        {details.map((detail) => <div key={detail} className="soft small break"><Said text={detail} /></div>)}
      </div>
      <span className="soft small"><Clock at={activity.at} /></span>
    </li>
  );
}
