import { Badge, Button, Image, Modal, Tag } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { GroupCode, GroupEntry } from '@scrm/shared/group-code';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { figure, words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { StaffName } from '../../kit/person';
import { TagRow } from '../../kit/tag-row';
import { Until } from '../../kit/time';
import { PictureField, weekFrom, type ReadPicture } from './PictureField';
import { useGroupCodeWords, verdictColours } from './words';

const useWords = words({
  zh: {
    title: '入口和群', next: '当前展示', members: (n: string, cap: string) => `${n} / ${cap} 人`, shown: '展示', joined: '进群', left: '退群', untold: '企业微信不告知', untoldHint: '这张图片对应的群没有选择，企业微信不会告诉谁通过它进了群', replace: '换图片', retry: '重试', retried: '已重试', ends: '图片到期',
    saved: '已换上新图片', auto: (name: string) => `满了由企业微信自动建群「${name}…」`, guess: '按展示人数估算',
  },
  en: {
    title: 'Entries and groups', next: 'Shown next', members: (n: string, cap: string) => `${n} of ${cap}`, shown: 'Shown to', joined: 'Joined', left: 'Left', untold: 'Not told by WeCom', untoldHint: 'No group was chosen for this picture, so WeCom does not tell who came in by it', replace: 'New picture', retry: 'Try again', retried: 'Tried again', ends: 'Picture ends',
    saved: 'The new picture is shown', auto: (name: string) => `When full, WeCom opens “${name}…”`, guess: 'Guessed by how many saw it',
  },
});

export function Entries({ code }: { code: GroupCode }) {
  const t = useWords();
  const g = useGroupCodeWords();
  const [replacing, setReplacing] = useState<GroupEntry>();
  const retry = useAct(() => api.groupCodes.retry({ id: code.id }), { done: t.retried, touches: ['groupCodes'] });
  return (
    <section className="stack" data-testid="entries">
      <h2>{t.title}</h2>
      {code.entries.map((entry) => (
        <article key={entry.id} className="panel group-entry" data-testid={`entry-${entry.id}`} data-verdict={entry.verdict}>
          {entry.pictureUrl ? <Image src={entry.pictureUrl} alt="" width={72} height={72} className="group-entry-picture" /> : <span className="group-entry-picture group-entry-blank" />}
          <div className="group-entry-text">
            <div className="row">
              <strong>{entry.name || g.kinds[entry.kind]}</strong>
              <Badge status={verdictColours[entry.verdict]} text={g.verdicts[entry.verdict]} />
              {entry.verdict === 'open' ? <Tag className="figures">{entry.free === null ? g.unlimited : g.places(figure(entry.free))}</Tag> : null}
              {code.next?.entryId === entry.id ? <Tag color="processing">{t.next}</Tag> : null}
            </div>
            {entry.groups.map((group) => (
              <div key={group.id} className="row small" data-testid={`group-${group.id}`}>
                <Link to={`/groups/${group.id}`}>{group.name || g.unnamed}</Link>
                <span className="figures soft">{t.members(figure(group.memberCount), figure(entry.cap))}</span>
                {group.owner ? <span className="soft"><StaffName staff={group.owner} /></span> : null}
                {g.groupStates[group.state] ? <span className={group.state === 'full' ? 'warning' : 'danger'}>{g.groupStates[group.state]}</span> : null}
              </div>
            ))}
            {entry.kind === 'picture' && entry.groups.length === 0 ? <span className="soft small">{t.guess}</span> : null}
            {entry.autoCreate ? <span className="soft small">{t.auto(entry.roomBaseName || code.name)}</span> : null}
            {entry.tags.length > 0 ? <TagRow tags={entry.tags} limit={8} /> : null}
            {entry.pictureUntil !== null ? <span className={entry.verdict === 'ended' ? 'danger small' : 'soft small'}>{t.ends} {dayjs(entry.pictureUntil).format('YYYY-MM-DD HH:mm')} · <Until at={entry.pictureUntil} /></span> : null}
            {entry.error ? <span className="danger small">{entry.error}</span> : null}
          </div>
          <dl className="group-entry-counts">
            <dt>{t.shown}</dt><dd className="figures">{figure(entry.shown)}</dd>
            <dt>{t.joined}</dt><dd className="figures" title={entry.joined === null ? t.untoldHint : undefined}>{entry.joined === null ? <span className="soft">{t.untold}</span> : figure(entry.joined)}</dd>
            <dt>{t.left}</dt><dd className="figures">{entry.left === null ? '–' : figure(entry.left)}</dd>
          </dl>
          <div className="row">
            {entry.kind === 'picture' ? <Allow to="groupCodes.replacePicture"><Button size="small" onClick={() => setReplacing(entry)} data-testid="replace">{t.replace}</Button></Allow> : null}
            {entry.state === 'failed' ? <Allow to="groupCodes.retry"><Button size="small" loading={retry.isPending} onClick={() => retry.mutate(undefined)} data-testid="retry">{t.retry}</Button></Allow> : null}
          </div>
        </article>
      ))}
      {replacing ? <ReplaceDialog code={code} entry={replacing} onClose={() => setReplacing(undefined)} /> : null}
    </section>
  );
}

function ReplaceDialog({ code, entry, onClose }: { code: GroupCode; entry: GroupEntry; onClose: () => void }) {
  const t = useWords();
  const [read, setRead] = useState<ReadPicture>({ picture: '', pictureUntil: weekFrom() });
  const save = useAct(() => api.groupCodes.replacePicture({ id: code.id, entryId: entry.id, ...read }), { done: t.saved, touches: ['groupCodes'], onDone: onClose });
  return (
    <Modal open title={t.replace} onCancel={onClose} okButtonProps={{ disabled: read.picture === '' }} confirmLoading={save.isPending} onOk={() => save.mutate(undefined)} data-testid="replace-dialog">
      <PictureField value={read} onChange={setRead} withEnd id="replace" />
    </Modal>
  );
}
