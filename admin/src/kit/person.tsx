import { UserOutlined } from '@ant-design/icons';
import { Avatar } from 'antd';
import { Fragment, useContext, type ReactNode } from 'react';
import type { StaffRef } from '@scrm/shared/org';
import { namedParts, plainName } from '@scrm/shared/text';
import { MeContext } from './me';
import { OpenData } from './open-data';

const faces = ['#4C6FB1', '#3E8E7E', '#8A6BB0', '#B0704A', '#5B7F3A', '#A3556E', '#4A87A8', '#7A6F55'];

/** The same person has the same colour everywhere. */
function faceColour(key: string): string {
  let sum = 0;
  for (const character of key) sum = (sum * 31 + character.codePointAt(0)!) >>> 0;
  return faces[sum % faces.length]!;
}

/** First letter as a reader sees it, so that an emoji is not cut in half. */
function initial(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return first?.segment.toUpperCase() ?? '';
}

export function Face({ name, url, size = 32 }: { name: string | null; url: string; size?: number }) {
  return (
    <Avatar
      size={size} src={url || undefined} alt="" className="face"
      style={url ? undefined : { background: faceColour(name ?? '') }} icon={name?.trim() ? undefined : <UserOutlined />}
    >
      {name?.trim() ? initial(name) : undefined}
    </Avatar>
  );
}

/** Avatar and two lines; long names end in … and are whole on hover. */
export function Person({ name, url, second, shown, size = 36 }: {
  name: string | null; url: string; second?: ReactNode; shown?: ReactNode; size?: number;
}) {
  return (
    <span className="person">
      <Face name={name} url={url} size={size} />
      <span className="person-lines">
        <span className="person-name" title={name ?? undefined}>{shown ?? name}</span>
        {second ? <span className="person-second">{second}</span> : null}
      </span>
    </span>
  );
}

/** The name, or WeCom's own component where WeCom keeps the name from us. */
export function StaffName({ staff }: { staff: Pick<StaffRef, 'name' | 'userId'> }) {
  return staff.name === null ? <OpenData type="userName" openid={staff.userId} /> : <>{staff.name}</>;
}

/** Text with names of members in it, some of which WeCom draws. */
export function Said({ text }: { text: string }) {
  // Before somebody is signed in there is no company and no name.
  const isHidden = (useContext(MeContext)?.openDataUrl ?? null) !== null;
  return namedParts(text, isHidden).map((part, n) => (part.userId ? <OpenData key={n} type="userName" openid={part.userId} /> : <Fragment key={n}>{part.text}</Fragment>));
}

/** Who did it: a member, or as they were written down then. */
export function ActorName({ staff, name }: { staff?: StaffRef | null; name: string }) {
  return staff ? <StaffName staff={staff} /> : <Said text={name} />;
}

/** The same in a cell, cut where it is too long. */
export function ActorCell({ name }: { name: string }) {
  return <span className="ellipsis block" title={plainName(name)}><Said text={name} /></span>;
}

export function StaffPerson({ staff, second, size }: { staff: StaffRef; second?: ReactNode; size?: number }) {
  return <Person name={staff.name} url={staff.avatarUrl} shown={<StaffName staff={staff} />} second={second} size={size} />;
}

/** Up to three names in a row, then how many more. */
export function StaffNames({ staff, limit = 2 }: { staff: readonly StaffRef[]; limit?: number }) {
  if (staff.length === 0) return <span className="soft">–</span>;
  return (
    <span className="staff-names">
      {staff.slice(0, limit).map((one) => (
        <span key={one.id} className="staff-name">
          <Face name={one.name} url={one.avatarUrl} size={20} />
          <span className="ellipsis" title={one.name ?? undefined}><StaffName staff={one} /></span>
        </span>
      ))}
      {staff.length > limit ? <span className="soft nowrap">+{staff.length - limit}</span> : null}
    </span>
  );
}
