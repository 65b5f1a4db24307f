import { useState } from 'react';
import type { SandboxGroup, SandboxJoinWay } from '../../../control';
import { post } from '../api';
import { Wrong } from '../kit/States';
import { useAction } from '../live';
import { dayOf, useWords } from '../words';

/** Up to so many come by scanning. */
const fullAt = 200;

/** What the owner of a group does beside looking after its members: show its own code, and bring many in. */
export function OwnerTools({ group }: { group: SandboxGroup }) {
  const words = useWords();
  const [picture, setPicture] = useState<SandboxJoinWay>();
  const here = { corp: group.corp, chatId: group.chatId };
  const show = useAction(async () => setPicture(await post<SandboxJoinWay>('/group-picture', here)));
  const fill = useAction(() => post('/group-fill', { ...here, upTo: fullAt }));
  return (
    <div className="group owner-tools">
      <button className="button small" data-testid="group-picture" disabled={show.busy} onClick={() => show.run()}>{words.group.picture}</button>
      {group.members.length < fullAt && <button className="button small" data-testid="group-fill" disabled={fill.busy} aria-busy={fill.busy} onClick={() => fill.run()}>{words.group.fill(fullAt)}</button>}
      <Wrong error={show.error ?? fill.error} />
      {picture && (
        <figure data-testid="group-picture-shown">
          <img src={picture.qr} alt={words.scan.picture(group.name)} width={180} height={180} />
          <figcaption>{words.group.pictureUntil(dayOf(picture.expiresAt!, words))}</figcaption>
        </figure>
      )}
    </div>
  );
}
