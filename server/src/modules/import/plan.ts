import { In, IsNull } from 'typeorm';
import { kindOf, problems } from '@scrm/shared/field-kind';
import type { Mapping } from '@scrm/shared/import';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Secrets } from '../../core/secrets';
import type { TaskFailure } from '../../core/tasks';
import { FollowUser, isStillFollowing } from '../customer';
import { Field, heldValues, isSame, leadSourcesOf, type Said } from '../field';
import { CustomerStage, foresee } from '../stage';
import { tagIdsOf } from '../tag';
import type { Knowledge } from './knowledge';
import type { Step } from './step';

/** What is known of the customers whom some rows mean. */
interface Background {
  held: Map<string, Map<string, Said>>;
  sources: Map<string, string>;
  follows: Map<string, FollowUser[]>;
  tags: Map<string, string[]>;
  standings: Map<string, CustomerStage[]>;
  /** Names of the fields that stages ask for, in the order in which they are shown. */
  required: Map<string, string>;
}

export interface Planned {
  steps: Step[];
  /** `group/name` of tags that are to be made first. */
  newTags: string[];
  /** Through whose relation, where the row names somebody. */
  staffId: string | null;
}

export type Verdict = Planned | { column: number; problem: TaskFailure };

/** WeCom's: https://developer.work.weixin.qq.com/document/path/92115 */
const longestRemark = 20;
const longestNote = 5000;
/** Of tags that are made without a group. */
const ownGroup = '导入';

/** What each row would change of its customer, by the same rules for a dry run and for the import itself. */
export async function planRows(db: ReadDb, secrets: Secrets, knowledge: Knowledge, mapping: Mapping, rows: readonly { customerId: string; cells: readonly string[] }[]): Promise<Verdict[]> {
  const background = await readBackground(db, secrets, knowledge, mapping, [...new Set(rows.map((row) => row.customerId))]);
  return rows.map(({ customerId, cells }) => {
    const row = new Row(knowledge, mapping, background, customerId, cells);
    try {
      return row.plan();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { column: row.column, problem: { code: error.code, data: error.data } };
    }
  });
}

async function readBackground(db: ReadDb, secrets: Secrets, { stages }: Knowledge, { columns }: Mapping, ids: readonly string[]): Promise<Background> {
  const uses = (...targets: string[]) => ids.length > 0 && columns.some((target) => target !== null && targets.includes(target));
  const fieldIds = columns.flatMap((target) => (target?.startsWith('field:') ? [target.slice('field:'.length)] : []));
  const where = { customerId: In([...ids]) };
  const asked = uses('stage') ? stages?.flows.flatMap((flow) => Object.values(flow.requiredFieldIds).flat()) ?? [] : [];
  const follows = uses('remark', 'tags', 'staff') ? (await db.find(FollowUser, where)).filter(isStillFollowing) : [];
  return {
    held: await heldValues(db, ids, [...new Set([...fieldIds, ...asked])], secrets),
    sources: uses('source') ? await leadSourcesOf(db, ids) : new Map(),
    follows: byCustomer(follows),
    tags: uses('tags') ? await tagIdsOf(db, follows.map((follow) => follow.id)) : new Map(),
    standings: byCustomer(uses('stage') ? await db.find(CustomerStage, where) : []),
    required: new Map((asked.length > 0 ? await db.find(Field, { id: In(asked), archivedAt: IsNull() }) : []).map(({ id, name }) => [id, name])),
  };
}

function byCustomer<T extends { customerId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.customerId, [...(groups.get(row.customerId) ?? []), row]);
  return groups;
}

class Row {
  /** Which one is being read: where a problem stands. */
  column = -1;
  private readonly steps: Step[] = [];
  private readonly newTags: string[] = [];
  private staffId: string | null = null;

  constructor(private readonly knowledge: Knowledge, private readonly mapping: Mapping, private readonly known: Background, private readonly customerId: string, private readonly cells: readonly string[]) {}

  plan(): Planned {
    const { columns } = this.mapping;
    // Through whom it goes is read first; the stage comes last, for it asks what the other columns fill in.
    const turn = (target: string) => (target === 'staff' ? 0 : target === 'stage' ? 2 : 1);
    for (const now of [0, 1, 2]) {
      for (const [column, target] of columns.entries()) {
        const text = (this.cells[column] ?? '').trim();
        if (target === null || text === '' || turn(target) !== now) continue;
        this.column = column;
        this.read(target, text);
      }
    }
    this.column = -1;
    return { steps: this.steps, newTags: this.newTags, staffId: this.staffId };
  }

  private read(target: string, text: string): void {
    switch (target) {
      case 'staff': return this.readStaff(text);
      case 'remark': return this.readRemark(text);
      case 'tags': return this.readTags(text);
      case 'stage': return this.readStage(text);
      case 'source': return this.readSource(text);
      case 'note':
        if ([...text].length > longestNote) throw new AppError('import_too_long', { limit: longestNote });
        return void this.steps.push({ what: 'note', text });
      default: if (target.startsWith('field:')) this.readField(target.slice('field:'.length), text);
    }
  }

  /** Whether the policy lets the new take the place of what is there. */
  private takes(isEmpty: boolean, isDifferent: boolean): boolean {
    if (!isDifferent) return false;
    if (isEmpty || this.mapping.policy === 'overwrite') return true;
    if (this.mapping.policy === 'skip') throw new AppError('import_kept');
    return false;
  }

  private readField(fieldId: string, text: string): void {
    const field = this.knowledge.fields.get(fieldId);
    if (!field) throw new AppError('field_not_editable', { name: '' });
    // A spreadsheet's date may carry a time.
    const input = field.kind === 'date' ? text.replace(/[ T]\d{1,2}:\d{2}(:\d{2})?$/, '') : text;
    const parsed = kindOf(field.kind).parse(input, field.options);
    if (!parsed.ok) throw new AppError('field_invalid', { name: field.name, reason: problems[parsed.problem].zh, problem: parsed.problem });
    const before = this.known.held.get(this.customerId)?.get(fieldId) ?? { state: 'unknown' };
    const after: Said = { state: 'value', value: parsed.value };
    if (this.takes(before.state === 'unknown', !isSame(before, after))) this.steps.push({ what: 'field', fieldId, name: field.name, before, after });
  }

  private readSource(text: string): void {
    const source = this.knowledge.source(text);
    if (source.retiredAt !== null) throw new AppError('source_retired', { name: source.name });
    const before = this.known.sources.get(this.customerId) ?? null;
    if (this.takes(before === null, before !== source.id)) this.steps.push({ what: 'source', before, after: source.id });
  }

  private readStaff(text: string): void {
    const found = this.knowledge.staffNamed(text);
    if (found.length === 0) throw new AppError('import_staff_unknown', { name: text.slice(0, 64) });
    if (found.length > 1) throw new AppError('import_staff_several', { name: text.slice(0, 64) });
    this.staffId = found[0]!.id;
    this.follows();
  }

  /** WeCom keeps remark and tags for each staff member and account of a person: whom the row names, else one's own, else all within reach. */
  private follows(): FollowUser[] {
    const { reach, starter } = this.knowledge;
    const all = (this.known.follows.get(this.customerId) ?? []).filter(({ staffId }) => (reach.staffIds === null || reach.staffIds.includes(staffId)) && (this.staffId === null || staffId === this.staffId));
    const own = all.filter(({ staffId }) => staffId === starter.staffId);
    const found = own.length > 0 ? own : all;
    if (found.length === 0) throw new AppError('customer_not_followed');
    return found;
  }

  private readRemark(text: string): void {
    if ([...text].length > longestRemark) throw new AppError('import_too_long', { limit: longestRemark });
    for (const { staffId, account, remark, remarkEditedByHand } of this.follows()) {
      // What WeCom filled in by itself is as good as nothing.
      if (this.takes(remark === '' || !remarkEditedByHand, remark !== text)) this.steps.push({ what: 'remark', staffId, account, before: remark, after: text });
    }
  }

  /** Tags are only ever added. */
  private readTags(text: string): void {
    const ids: string[] = [];
    for (const name of text.split(/[;；,，、\n]/).map((part) => part.trim()).filter(Boolean)) {
      const found = this.knowledge.tagsNamed(name);
      if (found.length > 1) throw new AppError('import_tag_several', { name: name.slice(0, 64) });
      const [tag] = found;
      if (tag && this.knowledge.closedTags.has(tag.id)) throw new AppError('tag_out_of_scope', { names: tag.name });
      if (tag) ids.push(tag.id);
      else this.makeTag(name);
    }
    for (const { id, staffId, account } of this.follows()) {
      const has = this.known.tags.get(id) ?? [];
      const add = [...new Set(ids)].filter((tagId) => !has.includes(tagId));
      if (add.length > 0) this.steps.push({ what: 'tags', staffId, account, add });
    }
  }

  private makeTag(text: string): void {
    const [group, ...rest] = text.split('/').map((part) => part.trim());
    const [groupName, name] = rest.length > 0 ? [group!, rest.join('/')] : [ownGroup, text];
    if (!this.mapping.createTags || !this.knowledge.mayCreateTags || name === '' || groupName === '') throw new AppError('import_tag_unknown', { name: text.slice(0, 64) });
    if ([...name].length > 30 || [...groupName].length > 30) throw new AppError('import_too_long', { limit: 30 });
    this.newTags.push(`${groupName}/${name}`);
  }

  private readStage(text: string): void {
    const { stages } = this.knowledge;
    if (!stages) throw new AppError('import_stage_unknown', { name: text.slice(0, 64) });
    const move = foresee(stages, this.known.standings.get(this.customerId) ?? [], text);
    if (!move) return;
    const first = stages.flows.find((flow) => flow.id === move.flowId)?.steps.find((step) => step.kind === 'open');
    // Who stands at the beginning was not put there by anybody.
    if (!this.takes(move.fromStageId === first?.id, true)) return;
    this.checkRequired(stages.flows.find((flow) => flow.id === move.flowId)?.requiredFieldIds[move.toStageId] ?? [], text);
    this.steps.push({ what: 'stage', flowId: move.flowId, from: move.fromStageId, to: move.toStageId });
  }

  private checkRequired(fieldIds: readonly string[], to: string): void {
    const held = this.known.held.get(this.customerId);
    const filled = (id: string) => held?.get(id)?.state === 'value' || this.steps.some((step) => step.what === 'field' && step.fieldId === id);
    const missing = fieldIds.filter((id) => this.known.required.has(id) && !filled(id));
    if (missing.length > 0) throw new AppError('stage_fields_missing', { to, fields: missing.map((id) => this.known.required.get(id)) });
  }
}
