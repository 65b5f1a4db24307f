import type { Hours, Store, StoreInput } from '@scrm/shared/store';
import type { StaffRef } from '@scrm/shared/org';
import type { TagRef } from '@scrm/shared/tag';

/** Somebody on the list of owners; without a staff member while the row is still being filled. */
export interface OwnerDraft {
  staff: StaffRef | null;
  deputy: StaffRef | null;
  days: number[];
  from: string;
  to: string;
  dailyCap: number | null;
}

/** What the editor holds: the contract's input with names instead of bare ids. */
export interface Draft {
  name: string;
  no: string;
  regionId: string | null;
  address: string;
  place: { lat: number; lng: number } | null;
  radiusM: number;
  hours: Hours;
  telephone: string;
  state: 'active' | 'closed';
  priority: number;
  owners: OwnerDraft[];
  receptionists: StaffRef[];
  tags: TagRef[];
  groupCodes: { id: string; name: string }[];
}

export const blankOwner: OwnerDraft = { staff: null, deputy: null, days: [], from: '00:00', to: '24:00', dailyCap: null };
/** Open by the company's clock until somebody says otherwise. */
export const blankDraft = (zone: string): Draft => ({
  name: '', no: '', regionId: null, address: '', place: null, radiusM: 5000, hours: { zone, weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '21:00' }], exceptions: [] }, telephone: '', state: 'active', priority: 0,
  owners: [], receptionists: [], tags: [], groupCodes: [],
});

export function draftOf({ region, lat, lng, owners, receptionists, tags, groupCodes, name, no, address, radiusM, hours, telephone, state, priority }: Store): Draft {
  return {
    name, no, address, radiusM, hours, telephone, state, priority, regionId: region?.id ?? null, place: lat === null || lng === null ? null : { lat, lng },
    owners: owners.map(({ staff, deputy, days = [], from = '00:00', to = '24:00', dailyCap = null }) => ({ staff, deputy, days, from, to, dailyCap })), receptionists, tags, groupCodes,
  };
}

export function inputOf({ receptionists, tags, owners, groupCodes, name, ...draft }: Draft): StoreInput {
  return {
    ...draft, name: name.trim(), groupCodeIds: groupCodes.map(({ id }) => id), receptionistIds: receptionists.map(({ id }) => id), tagIds: tags.map(({ id }) => id),
    owners: owners.flatMap(({ staff, deputy, ...rest }) => (staff ? [{ ...rest, staffId: staff.id, deputyId: deputy?.id ?? null }] : [])),
  };
}

export type Fault = 'needName' | 'radius' | 'ownerTwice' | 'ownDeputy' | 'slotDays';
export const faultField = { needName: 'name', radius: 'radius', ownerTwice: 'owners', ownDeputy: 'owners', slotDays: 'hours' } as const satisfies Record<Fault, string>;

export function faultsOf({ name, radiusM, owners, hours }: Draft): Fault[] {
  const ids = owners.flatMap(({ staff }) => staff?.id ?? []);
  return [
    ...(name.trim() ? [] : ['needName' as const]),
    ...(radiusM >= 50 && radiusM <= 100_000 ? [] : ['radius' as const]),
    ...(new Set(ids).size === ids.length ? [] : ['ownerTwice' as const]),
    ...(owners.some(({ staff, deputy }) => staff !== null && staff.id === deputy?.id) ? ['ownDeputy' as const] : []),
    ...(hours.weekly.some(({ days }) => days.length === 0) ? ['slotDays' as const] : []),
  ];
}
