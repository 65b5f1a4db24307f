import type { CodeGrouping } from '@scrm/shared/code-figures';
import type { StaffRef } from '@scrm/shared/org';
import type { ReadDb } from '../../core/db/scope';
import { AcquisitionLink, linkNames } from '../acquisition';
import { readTree } from '../channel';
import { LiveCode, liveCodesByIds } from '../live-code';
import { staffRefs } from '../org';
import { regionRefs, storeCodeNames, storesByIds } from '../store';

export interface Name {
  name: string;
  staff: StaffRef | null;
}

/** How what is grouped by is called; where WeCom keeps a person's name from us, the screen asks it. */
export async function namesOf(db: ReadDb, by: CodeGrouping, keys: readonly string[]): Promise<Map<string, Name>> {
  const ids = keys.filter(Boolean);
  const plain = (entries: Iterable<readonly [string, string]>) => new Map([...entries].map(([id, name]) => [id, { name, staff: null }]));
  switch (by) {
    case 'day': return plain(ids.map((day) => [day, day]));
    case 'code': return plain(await codeNames(db, ids));
    case 'staff': return new Map([...(await staffRefs(db, ids))].map(([id, staff]) => [id, { name: staff.name ?? '', staff }]));
    case 'store': return plain([...(await storesByIds(db, ids))].map(([id, { name }]) => [id, name]));
    case 'region': return plain([...(await regionRefs(db))].map(([id, { names }]) => [id, names.join(' / ')]));
    case 'channel': {
      const tree = await readTree(db);
      return plain(ids.map((id) => [id, tree.pathOf(id)]));
    }
  }
}

/** Of live codes, store codes, links, and stores where the code is somebody's own there; removed ones too. */
export async function codeNames(db: ReadDb, ids: readonly string[]): Promise<Map<string, string>> {
  const of = (prefix: string) => ids.filter((id) => id.startsWith(`${prefix}_`));
  const [codes, storeCodes, links, stores] = await Promise.all([liveCodesByIds(db, of('lc')), storeCodeNames(db, of('sc')), linkNames(db, of('acl')), storesByIds(db, of('st'))]);
  return new Map([...[...codes].map(([id, { name }]) => [id, name] as const), ...storeCodes, ...links, ...[...stores].map(([id, { name }]) => [id, name] as const)]);
}

/** Code → the channel in which it stands now, of those that stand in one. */
export async function channelsOfCodes(db: ReadDb): Promise<Map<string, string>> {
  const rows = [];
  for (const entity of [LiveCode, AcquisitionLink]) {
    rows.push(...await db.query<LiveCode | AcquisitionLink>(entity, 'one').andWhere('one.channelId IS NOT NULL').select('one.id', 'id').addSelect('one.channelId', 'channelId').getRawMany<{ id: string; channelId: string }>());
  }
  return new Map(rows.map(({ id, channelId }) => [id, channelId]));
}
