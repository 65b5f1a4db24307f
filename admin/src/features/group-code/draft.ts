import type { GroupCode, GroupCodeInput, GroupFallback, groupsPerWay, scanLimit } from '@scrm/shared/group-code';
import type { StaffRef } from '@scrm/shared/org';
import type { TagRef } from '@scrm/shared/tag';
import type { GroupChoice } from './GroupPicker';

export const mostGroups = 5 satisfies typeof groupsPerWay;
const usualCap = 200 satisfies typeof scanLimit;

export interface EntryDraft {
  /** Of this form alone, so that rows can be moved. */
  key: string;
  id?: string;
  kind: 'way' | 'picture';
  name: string;
  groups: GroupChoice[];
  cap: number;
  tags: TagRef[];
  autoCreate: boolean;
  roomBaseName: string;
  roomBaseId: number;
  picture: string;
  pictureUntil: number | null;
  isOff: boolean;
}

export interface Draft {
  name: string;
  title: string;
  guide: string;
  rule: GroupCode['rule'];
  headRoom: number;
  fallback: GroupFallback;
  closedText: string;
  untilAt: number | null;
  channelId: string | null;
  tellStaff: StaffRef[];
  tellManagers: boolean;
  entries: EntryDraft[];
}

let keys = 0;
export function blankEntry(kind: EntryDraft['kind']): EntryDraft {
  return { key: `new${keys++}`, kind, name: '', groups: [], cap: usualCap, tags: [], autoCreate: false, roomBaseName: '', roomBaseId: 1, picture: '', pictureUntil: kind === 'picture' ? Date.now() + 7 * 86_400_000 : null, isOff: false };
}

export const blankDraft = (): Draft => ({ name: '', title: '', guide: '', rule: 'order', headRoom: 5, fallback: { kind: 'text', text: '' }, closedText: '', untilAt: null, channelId: null, tellStaff: [], tellManagers: false, entries: [blankEntry('way')] });

export function draftOf({ name, title, guide, rule, headRoom, fallback, closedText, untilAt, channel, tellStaff, tellManagers, entries }: GroupCode): Draft {
  return {
    name, title, guide, rule, headRoom, fallback, closedText, untilAt, channelId: channel?.id ?? null, tellStaff, tellManagers,
    entries: entries.map(({ id, kind, name: called, groups, cap, tags, autoCreate, roomBaseName, roomBaseId, picture, pictureUntil, isOff }) => ({
      key: id, id, kind, name: called, groups, cap, tags, autoCreate, roomBaseName, roomBaseId, picture, pictureUntil, isOff,
    })),
  };
}

export function inputOf({ tellStaff, entries, name, ...draft }: Draft): GroupCodeInput {
  return {
    ...draft, name: name.trim(), tellStaffIds: tellStaff.map(({ id }) => id),
    entries: entries.map(({ key: _, groups, tags, ...entry }) => ({ ...entry, groupIds: groups.map(({ id }) => id), tagIds: draft.rule === 'tag' ? tags.map(({ id }) => id) : [] })),
  };
}

export interface Fault { field: string; kind: 'needName' | 'needEntry' | 'needGroups' | 'needPicture' | 'needContact' | 'needCode' }

export function faultsOf(draft: Draft): Fault[] {
  const faults: Fault[] = [];
  if (!draft.name.trim()) faults.push({ field: 'name', kind: 'needName' });
  if (draft.entries.length === 0) faults.push({ field: 'entries', kind: 'needEntry' });
  for (const entry of draft.entries) {
    if (entry.kind === 'way' && entry.groups.length === 0) faults.push({ field: `groups-${entry.key}`, kind: 'needGroups' });
    if (entry.kind === 'picture' && entry.picture === '') faults.push({ field: `picture-${entry.key}`, kind: 'needPicture' });
  }
  if (draft.fallback.kind === 'picture' && draft.fallback.picture === '') faults.push({ field: 'contact', kind: 'needContact' });
  if (draft.fallback.kind === 'code' && draft.fallback.codeId === '') faults.push({ field: 'other', kind: 'needCode' });
  return faults;
}
