import { MoreThan } from 'typeorm';
import { z } from 'zod';
import { LiveCodeInput } from '@scrm/shared/live-code';
import { write } from '../../core/db/scope';
import { AppError, messageOf } from '../../core/errors';
import { TryLater } from '../../core/jobs/define';
import { defineTaskKind, type TaskContext, type TaskFailure, type TaskSource } from '../../core/tasks';
import { WeComError } from '../../wecom/errors';
import { ensurePath } from '../channel';
import { alignContactWay, Busy, createLiveCode, LiveCode } from '../live-code';
import { shorten } from '../print';
import { batchWord, CodeBatch, CodeBatchRow } from './entity';
import { rowsByIds } from './service';

/** Somebody else is at this code, and WeCom takes no more calls for a while. */
const busyMs = 5_000;
const waitMs = 60_000;

const Input = z.object({ batchId: z.string().max(40) });
type Input = z.output<typeof Input>;

const source: TaskSource<Input> = {
  filter: Input,
  async *resolve({ db }, { batchId }) {
    for (let after = 0; ;) {
      const rows = await db.find(CodeBatchRow, { batchId, state: 'planned', row: MoreThan(after) }, { order: { row: 'ASC' }, take: 500 });
      if (rows.length === 0) return;
      yield rows.map(({ id }) => id);
      after = rows.at(-1)!.row;
    }
  },
  // Whom each code names is asked when it is made, within the starter's reach.
  visible: async (db, ids) => new Set((await rowsByIds(db, ids)).map(({ id }) => id)),
  livingId: async (_, id) => id,
  names: async (db, ids) => new Map((await rowsByIds(db, ids)).map(({ id, name }) => [id, name])),
};

export const batchTask = defineTaskKind<Input>({
  kind: 'liveCode.batch', permission: 'liveCode.write', input: Input, filterOf: (input) => input, source: source as TaskSource,
  check: async (db, { batchId }, starter) => {
    const batch = await db.get(CodeBatch, batchId, batchWord);
    if (batch.state !== 'started' || batch.starterId !== starter.id) throw new AppError('import_state');
    return { name: batch.name };
  },
  item: async (context, id) => {
    const row = await context.db.get(CodeBatchRow, id, batchWord);
    const failure = await makeCode(context, row).catch((error: unknown) => {
      if (error instanceof AppError) return { code: error.code, data: error.data };
      throw error;
    });
    await write(context.db, (tx) => tx.update(CodeBatchRow, { id }, { state: failure ? 'failed' : 'done', problem: failure as never }));
    return failure ?? undefined;
  },
});

/** The row's code, once: after a crash what is there already is only brought in line. */
async function makeCode(context: TaskContext, row: CodeBatchRow): Promise<TaskFailure | null> {
  const { db, clock, starter: { id, staffId, name: by, reach } } = context;
  const self = staffId ?? id;
  if (!(await db.findOne(LiveCode, { id: row.liveCodeId }))) {
    const { staffIds, tagIds, remark } = row.wanted!;
    const channelId = row.channel === '' ? null : await ensurePath(db, row.channel, { self, name: by, now: clock.now(), ...reach });
    await createLiveCode(db, clock, LiveCodeInput.parse({ name: row.name, staffIds, tagIds, remarkTemplate: remark, channelId }), { self, ...reach }, row.liveCodeId);
  } else {
    // Refused before, and tried once more.
    await write(db, (tx) => tx.update(LiveCode, { id: row.liveCodeId, state: 'failed' }, { state: 'preparing', problem: null }));
  }
  await shorten(db, row.liveCodeId, clock.now());
  try {
    await alignContactWay(context, row.liveCodeId);
  } catch (error) {
    // A clear no stands in the code by now. What may pass holds the whole task up, for the next row would meet it too.
    const isBusy = error instanceof Busy;
    if (isBusy || (error instanceof WeComError && error.reaction !== 'retry')) throw new TryLater(clock.now() + (isBusy ? busyMs : waitMs), messageOf(error));
    throw error;
  }
  return (await db.get(LiveCode, row.liveCodeId, batchWord)).problem;
}
