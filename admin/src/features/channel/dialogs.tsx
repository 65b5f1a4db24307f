import { useState, type ReactNode } from 'react';
import type { Channel } from '@scrm/shared/channel';
import { ChannelDrawer, type Editing } from './ChannelDrawer';
import { MoveDialog } from './MoveDialog';

export interface ChannelDialogs {
  edit: (editing: Editing) => void;
  move: (channel: Channel) => void;
  shown: ReactNode;
}

/** What the tree opens. The page holds it, for on a phone the tree closes while one types. */
export function useChannelDialogs(): ChannelDialogs {
  const [editing, setEditing] = useState<Editing>();
  const [moving, setMoving] = useState<Channel>();
  return {
    edit: setEditing, move: setMoving,
    shown: (
      <>
        {editing ? <ChannelDrawer editing={editing} onClose={() => setEditing(undefined)} /> : null}
        {moving ? <MoveDialog channel={moving} onClose={() => setMoving(undefined)} /> : null}
      </>
    ),
  };
}
