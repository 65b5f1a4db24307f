import { In } from 'typeorm';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { StaffLabels } from './entity';
import { staffLabelled } from './events';

/** Of each of these who has any. */
export async function labelsOf(db: ReadDb, staffIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = staffIds.length === 0 ? [] : await db.find(StaffLabels, { staffId: In([...new Set(staffIds)]) });
  return new Map(rows.map(({ staffId, labels }) => [staffId, labels]));
}

/** The company's labels, the most used first. */
export async function allLabels(db: ReadDb): Promise<{ label: string; count: number }[]> {
  const counts = new Map<string, number>();
  for (const label of (await db.find(StaffLabels, {})).flatMap(({ labels }) => labels)) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
}

export async function setLabels(tx: WriteDb, staffId: string, wanted: readonly string[]): Promise<void> {
  const labels = [...new Set(wanted)];
  const before = (await tx.findOne(StaffLabels, { staffId }))?.labels ?? [];
  if (JSON.stringify(before) === JSON.stringify(labels)) return;
  const id = newId('stl');
  await tx.upsert(StaffLabels, { id, staffId, labels }, ['staffId'], ['labels']);
  await tx.publish(staffLabelled, { staffId }, { key: id });
}
