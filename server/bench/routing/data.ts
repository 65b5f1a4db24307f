import { randomBytes } from 'node:crypto';
import { choices, ReceptionRule } from '@scrm/shared/live-code-rule';
import type { createApp } from '../../src/app';
import { newId } from '../../src/core/db/ids';
import { connectApp } from '../../src/modules/corp';

export const codes = 2000;
const staffPerCode = 20;
const staffCount = 400;

type App = Awaited<ReturnType<typeof createApp>>;

/** 2,000 codes of 20 staff each, with slots through the week and past midnight, rounds, caps and all ways to choose. Their ids. */
export async function fill({ database, services }: App): Promise<string[]> {
  const now = Date.now();
  const corp = await connectApp({ database, secrets: services.secrets, now }, {
    kind: 'selfBuilt', name: '青禾教育', wecomCorpId: 'ww0123456789abcdef', agentId: 1000002, secret: 'bench-secret', token: 'BenchToken0123456789', aesKey: `${randomBytes(32).toString('base64url').slice(0, 42).replace(/[-_]/g, 'x')}A`,
  });
  const staff = Array.from({ length: staffCount }, (_, index) => ({ id: newId('stf'), userId: `user${index}`, name: `顾问${index}` }));
  await insert(database, 'staff', staff.map(({ id, userId, name }) => ({
    id, corpId: corp.id, userId, name, avatarUrl: '', position: '', departmentIds: '[1]', mainDepartment: 1, ledDepartmentIds: '[]', state: 'active', canReceive: 1, customerCount: 0, seenAt: now, leftAt: null,
  })));
  const ids = Array.from({ length: codes }, () => newId('lc'));
  await insert(database, 'live_code', ids.map((id, index) => {
    const rule = ruleOf(index, staff.map((one) => one.id));
    const named = [...new Set(rule.slots.flatMap((slot) => slot.staff.map(({ staffId }) => staffId)))];
    return {
      id, corpId: corp.id, kind: 'channel', name: `渠道${index}`, serve: 'page', rule: JSON.stringify(rule), ruleNo: 1, staffIds: JSON.stringify(named), skipVerify: 1, tagIds: '[]', remarkTemplate: '',
      welcome: '{"text":"","attachments":[]}', state: 'ready', problem: null, configId: id.slice(3), qrUrl: 'https://wework.qpic.cn/x', known: null, askedAt: null, alignUntil: 0, nextAlignAt: null, createdBy: '', createdAt: now, updatedAt: now, deletedAt: null,
    };
  }));
  await insert(database, 'live_code_way', ids.flatMap((liveCodeId, index) => part(staff, index).map(({ id: staffId }) => ({
    id: newId('lw'), corpId: corp.id, liveCodeId, staffId, configId: randomBytes(16).toString('hex'), qrUrl: `https://wework.qpic.cn/wwpic/${randomBytes(12).toString('hex')}/0`, skipVerify: 1, askedAt: null, busyUntil: 0,
  }))));
  return ids;
}

const part = <T>(all: T[], index: number): T[] => Array.from({ length: staffPerCode }, (_, i) => all[(index * 7 + i) % all.length]!);

function ruleOf(index: number, staffIds: string[]): ReceptionRule {
  const staff = part(staffIds, index).map((staffId, i) => ({ staffId, weight: 1 + (i % 5), quota: 1 + (i % 3), dailyCap: 100_000, openCap: 100_000, roundCap: 2 + (i % 4) }));
  const choose = (slot: number) => choices[(index + slot) % choices.length]!;
  return ReceptionRule.parse({
    slots: [
      { name: 'day', from: '09:00', to: '18:00', dayKinds: ['workday'], staff, choose: choose(0) },
      { name: 'night', from: '18:00', to: '09:00', dayKinds: ['workday'], staff, choose: choose(1) },
      { name: 'weekend', dayKinds: ['holiday'], staff, choose: choose(2) },
    ],
    dates: [{ date: '2030-02-01', slots: [] }],
    backup: { staff: staff.slice(0, 3).map(({ staffId }) => ({ staffId })), closingText: '请明天再来' },
    ownerFirst: { scope: 'company', withinDays: 90 },
  });
}

async function insert(database: App['database'], table: string, rows: Record<string, unknown>[]): Promise<void> {
  const columns = Object.keys(rows[0]!);
  const most = Math.floor(30_000 / columns.length);
  for (let start = 0; start < rows.length; start += most) {
    const some = rows.slice(start, start + most);
    await database.execute(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${some.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ')}`, some.flatMap((row) => columns.map((column) => row[column])));
  }
}
