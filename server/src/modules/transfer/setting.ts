import type { LossSettings } from '@scrm/shared/loss-alert';
import { transferLimits, type TransferLimit, type TransferRules } from '@scrm/shared/transfer';
import { AppError } from '../../core/errors';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { TransferSetting } from './entity';

interface Settings {
  rules: TransferRules;
  loss: LossSettings;
  /** How far losses were told once a day, in ms; 0: not yet. */
  digest: { until: number };
}

const defaults: Settings = {
  rules: { refusedWaitDays: 7, fullWaitDays: 1, failedWaitDays: 2, valueFieldId: null },
  loss: {
    byCustomer: { on: true, when: 'atOnce', toSelf: true, toManagers: false, staffIds: [] },
    byStaff: { on: true, when: 'atOnce', toSelf: false, toManagers: true, staffIds: [] },
    digestHour: 9,
  },
  digest: { until: 0 },
};

/** `updatedAt` is 0 until somebody chose. */
export async function readSetting<N extends keyof Settings>(db: ReadDb, name: N): Promise<Settings[N] & { updatedAt: number }> {
  const row = await db.findOne(TransferSetting, { name });
  return { ...defaults[name], ...(row?.value as Partial<Settings[N]> | undefined), updatedAt: row?.updatedAt ?? 0 };
}

export async function saveSetting<N extends keyof Settings>(tx: WriteDb, name: N, { updatedAt, ...value }: Settings[N] & { updatedAt: number }, now: number): Promise<void> {
  await tx.insertMissing(TransferSetting, { id: newId('tset'), name, value: defaults[name], updatedAt: 0 });
  const changed = await tx.update(TransferSetting, { name, updatedAt }, { value, updatedAt: Math.max(now, updatedAt + 1) });
  if (changed === 0) throw new AppError('stale_edit');
}

export const dayMs = 86_400_000;

export function limitOf(key: TransferLimit): number {
  return transferLimits.find((one) => one.key === key)!.value;
}
