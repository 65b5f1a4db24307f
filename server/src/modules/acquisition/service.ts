import { In, IsNull, Not } from 'typeorm';
import { sourcesPerLink, staffPerLink, type acquisition } from '@scrm/shared/acquisition';
import type { ParsedInputOf } from '@scrm/shared/contract';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type ScopedQuery, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { checkChannel } from '../channel';
import { checkDepartments, Staff, staffDisplayName, staffIdsOfDepartments } from '../org';
import { keepAligned } from './align';
import { AcquisitionLink, AcquisitionSource, linkWord } from './entity';

/** Who looks at links. */
export interface Sight extends Reach {
  self: string;
}

type Input = ParsedInputOf<(typeof acquisition)['create']>;
/** The route brings the link in line itself; the job is there for the case that it dies meanwhile. */
const jobDelayMs = 15_000;

/** Those on which somebody within reach stands, and one's own. */
export function inSight(query: ScopedQuery<AcquisitionLink>, { self, staffIds }: Sight): ScopedQuery<AcquisitionLink> {
  if (staffIds === null) return query;
  if (staffIds.length === 0) return query.andWhere('link.createdBy = :self', { self });
  const standsOn = 'EXISTS (SELECT 1 FROM staff reached WHERE reached.corpId = link.corpId AND reached.id IN (:...reach) AND INSTR(link.staffIds, REPLACE(:quoted, \'?\', reached.id)) > 0)';
  return query.andWhere(`(link.createdBy = :self OR ${standsOn})`, { self, reach: staffIds, quoted: '"?"' });
}

export async function visibleLink(db: ReadDb, id: string, { self, staffIds }: Sight): Promise<AcquisitionLink> {
  const link = await db.get(AcquisitionLink, id, linkWord);
  const isSeen = staffIds === null || link.createdBy === self || link.staffIds.some((one) => staffIds.includes(one));
  if (!isSeen) throw new AppError('not_found', { what: linkWord });
  return link;
}

export async function createLink(db: ReadDb, input: Input, sight: Sight, now: number): Promise<string> {
  await check(db, input, null, sight);
  const id = newId('acl', now);
  await write(db, async (tx) => {
    await tx.insert(AcquisitionLink, {
      id, ...input, staffIds: [...new Set(input.staffIds)], state: 'preparing', problem: null, wecomLinkId: '', url: '', askedAt: null, alignUntil: 0, syncedAt: null, createdBy: sight.self, createdAt: now, updatedAt: now, deletedAt: null,
    });
    await tx.enqueue(keepAligned, { id }, { runAt: now + jobDelayMs });
  });
  return id;
}

export async function updateLink(db: ReadDb, { id, updatedAt, ...input }: Input & { id: string; updatedAt: number }, sight: Sight, now: number): Promise<void> {
  const before = await livingLink(db, id, sight);
  await check(db, input, before, sight);
  await write(db, async (tx) => {
    const changed = await tx.update(AcquisitionLink, { id, updatedAt, deletedAt: IsNull() }, { ...input, staffIds: [...new Set(input.staffIds)] as never, departmentIds: input.departmentIds as never, state: 'preparing', problem: null, updatedAt: Math.max(now, updatedAt + 1) });
    if (changed === 0) throw new AppError('stale_edit');
    await tx.enqueue(keepAligned, { id }, { runAt: now + jobDelayMs });
  });
}

export async function removeLink(db: ReadDb, id: string, sight: Sight, now: number): Promise<void> {
  const { updatedAt } = await livingLink(db, id, sight);
  await write(db, async (tx) => {
    await tx.update(AcquisitionLink, { id }, { state: 'deleted', deletedAt: now, problem: null, updatedAt: Math.max(now, updatedAt + 1) });
    await tx.enqueue(keepAligned, { id }, { runAt: now + jobDelayMs });
  });
}

export async function retryLink(db: ReadDb, id: string, sight: Sight, now: number): Promise<void> {
  await livingLink(db, id, sight);
  await write(db, async (tx) => {
    const failed = await tx.update(AcquisitionLink, { id, state: 'failed' }, { state: 'preparing', problem: null });
    if (failed > 0) await tx.enqueue(keepAligned, { id }, { runAt: now + jobDelayMs });
  });
}

export async function addSource(db: ReadDb, { id, name }: { id: string; name: string }, sight: Sight, now: number): Promise<void> {
  await livingLink(db, id, sight);
  if ((await db.count(AcquisitionSource, { linkId: id })) >= sourcesPerLink) throw new AppError('link_sources', { limit: sourcesPerLink });
  const sourceId = newId('acs', now);
  await write(db, async (tx) => {
    await tx.insertMissing(AcquisitionSource, { id: sourceId, linkId: id, name, createdAt: now });
    if (!(await tx.findOne(AcquisitionSource, { id: sourceId }))) throw new AppError('link_source_taken', { name });
  });
}

/** The address stays; only what it is called changes. Gives the link. */
export async function renameSource(db: ReadDb, { sourceId, name }: { sourceId: string; name: string }, sight: Sight): Promise<string> {
  const source = await db.get(AcquisitionSource, sourceId, linkWord);
  await livingLink(db, source.linkId, sight);
  await write(db, async (tx) => {
    if (await tx.findOne(AcquisitionSource, { linkId: source.linkId, name, id: Not(sourceId) })) throw new AppError('link_source_taken', { name });
    await tx.update(AcquisitionSource, { id: sourceId }, { name });
  });
  return source.linkId;
}

/** Takes somebody who left off every link. */
export async function dropStaff(tx: WriteDb, staffId: string, now: number): Promise<void> {
  for (const { id, staffIds, departmentIds, updatedAt } of await tx.query(AcquisitionLink, 'link').andWhere('link.deletedAt IS NULL AND link.staffIds LIKE :part', { part: `%"${staffId}"%` }).getMany()) {
    const left = staffIds.filter((one) => one !== staffId);
    const isEmpty = left.length + departmentIds.length === 0;
    await tx.update(AcquisitionLink, { id }, { staffIds: left as never, state: isEmpty ? 'failed' : 'preparing', problem: (isEmpty ? { code: 'link_nobody', data: {} } : null) as never, updatedAt: Math.max(now, updatedAt + 1) });
    if (!isEmpty) await tx.enqueue(keepAligned, { id });
  }
}

export async function livingLink(db: ReadDb, id: string, sight: Sight): Promise<AcquisitionLink> {
  const link = await visibleLink(db, id, sight);
  if (link.state === 'deleted') throw new AppError('not_found', { what: linkWord });
  return link;
}

/** Only those within reach are put on a link, departments by who reaches everybody. */
async function check(db: ReadDb, { staffIds, departmentIds, channelId }: Input, before: AcquisitionLink | null, { staffIds: reach }: Sight): Promise<void> {
  if (staffIds.length + departmentIds.length === 0) throw new AppError('link_nobody');
  const rows = staffIds.length === 0 ? [] : await db.find(Staff, { id: In(staffIds) });
  const good = new Set(rows.filter(({ state, canReceive }) => state === 'active' && canReceive).map(({ id }) => id));
  const bad = staffIds.filter((id) => !good.has(id) && !before?.staffIds.includes(id));
  if (bad.length > 0) throw new AppError('live_code_staff_unusable', { names: bad.map((id) => rows.find((row) => row.id === id)).map((row) => (row ? staffDisplayName(row) : '?')) });
  const added = staffIds.filter((id) => !before?.staffIds.includes(id));
  const changed = [...added, ...(before?.staffIds ?? []).filter((id) => !staffIds.includes(id))];
  const otherDepartments = JSON.stringify([...departmentIds].sort()) !== JSON.stringify([...(before?.departmentIds ?? [])].sort());
  if (reach !== null && (changed.some((id) => !reach.includes(id)) || otherDepartments)) throw new AppError('live_code_staff_reach', { names: rows.filter(({ id }) => !reach.includes(id)).map(staffDisplayName) });
  if (departmentIds.length > 0) await checkDepartments(db, departmentIds);
  const everyone = new Set([...staffIds, ...(departmentIds.length > 0 ? await staffIdsOfDepartments(db, departmentIds) : [])]);
  if (everyone.size > staffPerLink) throw new AppError('link_staff_limit', { limit: staffPerLink, count: everyone.size });
  if (channelId !== null) await checkChannel(db, channelId, before?.channelId);
}
